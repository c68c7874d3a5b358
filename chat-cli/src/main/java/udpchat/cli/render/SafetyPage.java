package udpchat.cli.render;

import java.util.List;
import udpchat.model.Contact;
import udpchat.model.PeerKey;
import udpchat.model.Trust;

/** The page that two people read to each other. */
final class SafetyPage {

    private static final int GROUPS_A_LINE = 4;

    private SafetyPage() {}

    /** Several lines; the name in them is filtered. */
    static String of(Contact contact, PeerKey own, String number) {
        String name = SafeText.line(contact.displayName());
        StringBuilder page =
                new StringBuilder("Safety number of you and ").append(name).append(":\n");
        List<String> groups = List.of(number.split(" "));
        for (int i = 0; i < groups.size(); i += GROUPS_A_LINE) {
            page.append("  ")
                    .append(String.join(" ", groups.subList(i, Math.min(groups.size(), i + GROUPS_A_LINE))))
                    .append('\n');
        }
        page.append("fingerprints: ")
                .append(contact.key().orElseThrow().fingerprint())
                .append(" (")
                .append(name)
                .append(")\n              ")
                .append(own.fingerprint())
                .append(" (you)\n");
        if (contact.trust() == Trust.VERIFIED) {
            return page.append(name)
                    .append(" is verified: you compared this number.")
                    .toString();
        }
        return page.append("Compare it with ")
                .append(name)
                .append(" some other way: face to face, or by phone.\nIf it is the same on both screens: /verify ")
                .append(name)
                .append(" yes\nIf it is not, somebody is in between: say nothing that others must not read.")
                .toString();
    }
}
