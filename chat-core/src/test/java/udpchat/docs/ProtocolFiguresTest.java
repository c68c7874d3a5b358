package udpchat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.docs.ProtocolPage.code;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import udpchat.recovery.RecoveryLimits;
import udpchat.wire.WireLimits;

/** The figures of docs/protocol.md are those of the code, and all that the code has. */
class ProtocolFiguresTest {

    private static final Pattern QUANTITY = Pattern.compile(
            "(?<number>\\d[\\d,]*(?:\\.\\d+)?)(?:\\^(?<power>\\d+))?(?: ?(?<unit>ns|ms|s|KiB|MiB|%)(?!\\w))?");

    private static final Map<String, Double> UNITS =
            Map.of("ns", 1.0, "ms", 1e6, "s", 1e9, "KiB", 1024.0, "MiB", 1048576.0);

    /** What is not a figure of the protocol. */
    private static final Set<String> NO_FIGURES = Set.of("RecoveryLimits.NEVER");

    /** Every constant by the name that the page has for it. */
    private final Map<String, Object> constants = new HashMap<>();

    ProtocolFiguresTest() throws ReflectiveOperationException {
        for (Class<?> group : WireLimits.class.getDeclaredClasses()) {
            read(group);
        }
        read(RecoveryLimits.class);
        // A package's own, which nobody outside of it needs.
        read(Class.forName("udpchat.messaging.MessagingLimits"));
    }

    private void read(Class<?> group) throws IllegalAccessException {
        for (Field field : group.getDeclaredFields()) {
            if (!Modifier.isPrivate(field.getModifiers()) && !field.isSynthetic()) {
                field.setAccessible(true);
                constants.put(group.getSimpleName() + "." + field.getName(), field.get(null));
            }
        }
    }

    @Test
    void everyFigureIsTheCodes() {
        Set<String> named = new HashSet<>();
        for (List<String> row : ProtocolPage.table("what", "value", "in the code")) {
            List<String> names = code(row.get(2));
            List<Object> values = values(row.get(1));
            assertTrue(!names.isEmpty() && !values.isEmpty(), row::toString);
            assertTrue(values.size() == 1 || values.size() == names.size(), row::toString);
            for (int i = 0; i < names.size(); i++) {
                Object expected = values.get(values.size() == 1 ? 0 : i);
                assertTrue(constants.containsKey(names.get(i)), () -> "no such constant: " + row);
                assertEquals(expected, comparable(constants.get(names.get(i))), row::toString);
                assertTrue(named.add(names.get(i)), () -> "twice: " + row);
            }
        }
        Set<String> missing = new HashSet<>(constants.keySet());
        missing.removeAll(named);
        assertEquals(NO_FIGURES, missing, "constants without a row in docs/protocol.md");
    }

    private static Object comparable(Object constant) {
        return constant instanceof Number number ? (Object) number.doubleValue() : constant;
    }

    /** The numbers of a cell in bytes, nanoseconds or pieces; or the text in backticks. */
    private static List<Object> values(String cell) {
        List<Object> values = new ArrayList<>(code(cell));
        Matcher quantity = QUANTITY.matcher(cell);
        while (values.isEmpty() || !(values.get(0) instanceof String)) {
            if (!quantity.find()) {
                return values;
            }
            double number = Double.parseDouble(quantity.group("number").replace(",", ""));
            if (quantity.group("power") != null) {
                number = Math.pow(number, Integer.parseInt(quantity.group("power")));
            }
            String unit = quantity.group("unit");
            values.add("%".equals(unit) ? number / 100 : number * UNITS.getOrDefault(unit == null ? "" : unit, 1.0));
        }
        return values;
    }
}
