package udpchat.testing;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test that drives programs which not every machine has, such as {@code tmux} or {@code socat}. Where one is not in
 * {@code PATH} the test is skipped, and the report says for the want of what.
 *
 * <p>Two tags, given beside it, name what a test needs of the machine rather than of Java; one JDK is enough for them,
 * and {@code -DexcludedGroups=terminal,netns} leaves them out: {@code terminal} for a real terminal or a pseudo
 * terminal, {@code netns} for the kernel's network namespaces and packet filter, which need root.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsProgram.InPath.class)
public @interface NeedsProgram {

    /** The programs' names, all of which are needed. */
    String[] value();

    /** Looks for the programs in {@code PATH}. */
    final class InPath implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class)
                    .map(NeedsProgram::value)
                    .map(List::of)
                    .orElse(List.of())
                    .stream()
                    .filter(program -> !isInPath(program))
                    .toList();
            return missing.isEmpty()
                    ? ConditionEvaluationResult.enabled("all programs are here")
                    : ConditionEvaluationResult.disabled("not in PATH: " + String.join(", ", missing));
        }

        private static boolean isInPath(String program) {
            return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                    .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                    .filter(folder -> !folder.isEmpty())
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        }
    }
}
