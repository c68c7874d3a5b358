package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the desktop is asked to say, and how. That it is asked is for the test of the console. */
class DesktopNoticesTest {
    private final List<Long> delays = new ArrayList<>();
    private final List<Runnable> due = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long now;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable body, long delay, TimeUnit unit) {
            delays.add(unit.toMillis(delay));
            due.add(body);
            return null;
        }
    };

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private void runDue() {
        List<Runnable> all = List.copyOf(due);
        due.clear();
        all.forEach(Runnable::run);
    }

    @Test
    void whereThereIsNoneThatIsToldOnceAndThenItIsQuiet() {
        DesktopNotices notices = new DesktopNotices(Optional.empty(), timer, () -> now, told::add);
        notices.wrote("bob");
        notices.wrote("bob");
        assertEquals(List.of(0L), delays, "once for both");
        runDue();
        notices.wrote("bob");
        assertEquals(List.of(), due);
        assertEquals(List.of("there are no desktop notices on this system"), told);
    }

    @Test
    void wordsAreArgumentsAndNeverMarkupEscapesOrOptions() {
        String evil = "-e \"; do shell script \\\"x\\\"<a href='x'>&";
        assertEquals(
                List.of(
                        "notify-send",
                        "--app-name=udpchat",
                        "--",
                        "udpchat",
                        "-e \"; do shell script \\\\\"x\\\\\"&lt;a href='x'&gt;&amp;"),
                DesktopNotices.Notifier.NOTIFY_SEND.command(evil));
        List<String> script = DesktopNotices.Notifier.OSASCRIPT.command(evil);
        assertEquals(List.of("--", "udpchat", evil), script.subList(script.size() - 3, script.size()));
        assertTrue(script.subList(0, script.size() - 3).stream().noneMatch(word -> word.contains("shell")));
    }

    @ParameterizedTest
    @CsvSource({"Linux, NOTIFY_SEND", "Mac OS X, OSASCRIPT", "FreeBSD, NOTIFY_SEND", "Windows 11, "})
    void eachSystemHasItsOwn(String system, DesktopNotices.Notifier expected) {
        assertEquals(Optional.ofNullable(expected), DesktopNotices.Notifier.of(system));
    }

    @ParameterizedTest
    @CsvSource({
        "hello alice, true",
        "'ALICE: look', true",
        "alice, true",
        "malice, false",
        "alices, false",
        "'alice2 alice', true",
        "'', false",
        "你好alice, false",
        "'你好, alice!', true"
    })
    void aNickIsAWord(String text, boolean named) {
        assertEquals(named, ConsoleListener.names(text, "alice"));
    }
}
