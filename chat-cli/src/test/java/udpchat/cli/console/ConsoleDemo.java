package udpchat.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A screen with made-up traffic, for tests in a real terminal. Arguments: {@code rate=20} lines a second, {@code flood=200000}
 * lines as fast as they go once {@code /flood} is entered, {@code plain}, {@code history=FILE}, {@code slow=MS} to leave,
 * {@code log=FILE} for what a test wants to know, {@code sleep=MS} before the screen is opened.
 */
final class ConsoleDemo {
    private static final List<String> TEXTS =
            List.of("hello there", "你好，世界！今天天气很好", "👋 emoji 👩‍👩‍👧 and 🇩🇪 flags", "e\u0301 combining");

    private final Screen screen;
    private final Path log;
    private final AtomicLong printed = new AtomicLong();

    private ConsoleDemo(Screen screen, Path log) {
        this.screen = screen;
        this.log = log;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path history = null;
        Path log = null;
        int rate = 0;
        long slow = 0;
        boolean plain = false;
        for (String arg : args) {
            String value = arg.substring(arg.indexOf('=') + 1);
            switch (arg.substring(0, arg.indexOf('=') < 0 ? arg.length() : arg.indexOf('='))) {
                case "rate" -> rate = Integer.parseInt(value);
                case "slow" -> slow = Long.parseLong(value);
                case "sleep" -> Thread.sleep(Long.parseLong(value));
                case "history" -> history = Path.of(value);
                case "log" -> log = Path.of(value);
                case "plain" -> plain = true;
                default -> throw new IllegalArgumentException(arg);
            }
        }
        ConsoleSettings settings = ConsoleSettings.of("\u001b[1mbob\u001b[0m> ")
                .withCompletion(Completion.of(
                        () -> List.of("/help", "/peers", "/ping", "/quit", "/send"),
                        () -> List.of("alice", "bob", "bobby"),
                        Set.of("/send")))
                .withHistory(history, line -> line.startsWith("/") && !line.startsWith("/msg"));
        Screen screen = plain ? PlainConsole.open() : Console.open(settings);
        LeaveReason reason;
        try (screen) {
            reason = new ConsoleDemo(screen, log).converse(rate);
            screen.onImpatience(() -> Runtime.getRuntime().halt(99));
            screen.print("-- leaving: " + reason + " --");
            Thread.sleep(slow);
        }
        System.exit(reason.exitCode());
    }

    private LeaveReason converse(int rate) {
        var traffic = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "traffic");
            thread.setDaemon(true);
            return thread;
        });
        if (rate > 0) {
            traffic.scheduleAtFixedRate(this::message, 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
        }
        screen.setRightPrompt("bob ● 0.8 ms · 3 here");
        screen.print("-- ready --");
        return screen.run(this::line);
    }

    private void message() {
        long n = printed.incrementAndGet();
        screen.print(String.format("10:42  \u001b[1mbob\u001b[0m  %s #%d", TEXTS.get((int) (n % TEXTS.size())), n));
        screen.setRightPrompt("bob ● " + n % 10 + " ms · 3 here");
    }

    private void line(String line) {
        switch (line) {
            case "/quit" -> screen.leave(LeaveReason.QUIT);
            case "/clear" -> screen.clear();
            case "/flood" -> flood();
            case "/fail" -> throw new IllegalStateException("no such peer");
            default -> {
                log("line " + line.length() + " " + line.hashCode());
                screen.reply(line.length() > 1000 ? "you  (" + line.length() + " characters)" : "you  " + line);
                screen.setPrompt(line.startsWith("/to ") ? line.substring(4) + "> " : "bob> ");
            }
        }
    }

    private void flood() {
        Thread thread = new Thread(
                () -> {
                    long start = System.nanoTime();
                    long longest = 0;
                    for (int i = 0; i < 200_000; i++) {
                        long before = System.nanoTime();
                        screen.print("10:42    10.0.0.5:9000 [plain]  flood " + i + " 你好 " + "x".repeat(i % 60));
                        longest = Math.max(longest, System.nanoTime() - before);
                    }
                    log("flood " + (System.nanoTime() - start) / 1_000_000 + " longest " + longest / 1_000_000);
                },
                "flood");
        thread.setDaemon(true);
        thread.start();
    }

    private void log(String text) {
        if (log == null) {
            return;
        }
        try {
            Files.writeString(
                    log, text + "\n", java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
