package udpchat.cli.render;

import java.time.ZoneId;
import java.util.Objects;
import java.util.function.IntSupplier;

/**
 * How a person wants to read.
 *
 * @param color whether to use SGR colours and weights; nothing is said by colour alone
 * @param words words instead of signs, one event after the other, for a screen reader or a dumb terminal
 * @param zone for the time of day
 * @param columns of the terminal, asked for each event since windows change; 0 or less where unknown: lines are then
 *     not broken
 */
public record TextOptions(boolean color, boolean words, ZoneId zone, IntSupplier columns) {
    public TextOptions {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(columns, "columns");
    }
}
