package udpchat.model;

/** The canonical text of an IPv6 address (RFC 5952 §4), which the JDK does not write. */
final class Ipv6Text {

    private Ipv6Text() {}

    /**
     * Replaces the longest run of two or more zero groups, the first of equals, by {@code ::}.
     *
     * @param literal eight colon-separated groups without leading zeros, as {@code Inet6Address.getHostAddress}
     *     gives them, with an optional {@code %scope}
     */
    static String compress(String literal) {
        int percent = literal.indexOf('%');
        String scope = percent < 0 ? "" : literal.substring(percent);
        String[] groups = (percent < 0 ? literal : literal.substring(0, percent)).split(":", -1);
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        if (bestStart < 0) {
            return String.join(":", groups) + scope;
        }
        StringBuilder text = new StringBuilder(literal.length());
        for (int i = 0; i < groups.length; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
            } else {
                if (i > 0 && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(groups[i]);
            }
        }
        return text.append(scope).toString();
    }
}
