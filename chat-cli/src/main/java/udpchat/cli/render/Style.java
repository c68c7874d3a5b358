package udpchat.cli.render;

/** SGR attributes (ECMA-48 §8.3.117) for the few things that are styled; nothing where colour is off. */
record Style(boolean color) {
    private static final String RESET = "\u001b[0m";
    private static final String DIM = "\u001b[2m";
    private static final String BOLD = "\u001b[1m";
    private static final String ALARM = "\u001b[1;31m";

    /** Foregrounds that can be read on dark and on light grounds; red is for errors. */
    private static final int[] PEER_COLORS = {32, 33, 34, 35, 36, 92, 94, 95, 96};

    String dim(String text) {
        return wrap(DIM, text);
    }

    String bold(String text) {
        return wrap(BOLD, text);
    }

    String alarm(String text) {
        return wrap(ALARM, text);
    }

    /** Bold, in the one colour that {@code identity} has in every run. */
    String peer(String text, String identity) {
        int color = PEER_COLORS[Math.floorMod(identity.hashCode(), PEER_COLORS.length)];
        return wrap("\u001b[1;" + color + "m", text);
    }

    private String wrap(String start, String text) {
        return color ? start + text + RESET : text;
    }
}
