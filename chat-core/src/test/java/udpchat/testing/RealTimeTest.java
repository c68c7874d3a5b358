package udpchat.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * A test that touches real time, processes, sockets or threads. It runs as often as {@code -Drepeat=N} says (once by
 * default), so that a rare failure can be hunted.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag("realtime")
@TestTemplate
@ExtendWith(RealTimeTest.Repeat.class)
public @interface RealTimeTest {

    /** Gives as many invocations as the system property {@code repeat} says. */
    final class Repeat implements TestTemplateInvocationContextProvider {
        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            int times = Math.max(1, Integer.getInteger("repeat", 1));
            return IntStream.rangeClosed(1, times).mapToObj(run -> new TestTemplateInvocationContext() {
                @Override
                public String getDisplayName(int invocationIndex) {
                    return times == 1 ? "once" : "run " + run + " of " + times;
                }
            });
        }
    }
}
