package udpchat.cli.slash;

import java.util.List;
import java.util.Locale;

/** What {@code /set} can change while the program runs. */
public final class Settings {

    /** Every key there is. */
    public static final List<String> KEYS = List.of("bell", "desktop", "nick");

    private volatile String nick;
    private volatile boolean bell;
    private volatile boolean desktop;

    /** @param nick under {@link NameRule} */
    public Settings(String nick) {
        this(nick, false, false);
    }

    /**
     * With what was configured.
     *
     * @param nick under {@link NameRule}
     */
    public Settings(String nick, boolean bell, boolean desktop) {
        this.nick = nick;
        this.bell = bell;
        this.desktop = desktop;
    }

    public String nick() {
        return nick;
    }

    /** Whether the terminal's bell rings for a message that the person may not see: of another talk, or with our nick in it. */
    public boolean bell() {
        return bell;
    }

    /** Whether the desktop tells of such a message. */
    public boolean desktop() {
        return desktop;
    }

    /**
     * @return the value as a person reads it
     * @throws IllegalArgumentException when there is no such key
     */
    String get(String key) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "nick" -> nick;
            case "bell" -> bell ? "on" : "off";
            case "desktop" -> desktop ? "on" : "off";
            default -> throw unknown(key);
        };
    }

    /** @throws IllegalArgumentException when there is no such key or it cannot have this value */
    void set(String key, String value) {
        switch (key.toLowerCase(Locale.ROOT)) {
            case "nick" -> nick = NameRule.parse(value);
            case "bell" -> bell = onOff(value);
            case "desktop" -> desktop = onOff(value);
            default -> throw unknown(key);
        }
    }

    /**
     * Reads {@code on} or {@code off}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static boolean onOff(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> throw new IllegalArgumentException("'" + value + "' is neither on nor off");
        };
    }

    private static IllegalArgumentException unknown(String key) {
        return new IllegalArgumentException("no setting '" + key + "'; there are " + String.join(", ", KEYS));
    }
}
