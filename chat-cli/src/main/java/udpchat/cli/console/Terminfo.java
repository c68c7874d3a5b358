package udpchat.cli.console;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;

/** What a type of terminal can do, from JLine's own table: starting {@code infocmp} costs 30 ms. */
record Terminfo(Set<Capability> bools, Map<Capability, Integer> ints, Map<Capability, String> strings) {

    /** Reads the table, which takes 20 ms on a cold JVM: to be done beside other work. Empty for a type not in it. */
    static Optional<Terminfo> of(String type) {
        String known = InfoCmp.getDefaultInfoCmp(alike(type));
        if (known == null) {
            return Optional.empty();
        }
        Terminfo terminfo = new Terminfo(
                EnumSet.noneOf(Capability.class), new EnumMap<>(Capability.class), new EnumMap<>(Capability.class));
        InfoCmp.parseInfoCmp(known, terminfo.bools, terminfo.ints, terminfo.strings);
        return Optional.of(terminfo);
    }

    /** Types that differ from a common one only in what is not used here. */
    private static String alike(String type) {
        return switch (type) {
            case "tmux", "tmux-256color" -> "screen-256color";
            case "xterm-color", "xterm-16color" -> "xterm";
            case "alacritty", "foot", "ghostty", "konsole", "vte", "wezterm" -> "xterm-256color";
            default -> type.startsWith("xterm-") ? "xterm-256color" : type;
        };
    }
}
