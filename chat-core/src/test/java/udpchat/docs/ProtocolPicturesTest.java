package udpchat.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import udpchat.wire.HandshakePayload;
import udpchat.wire.WireLimits.Datagram;
import udpchat.wire.WireLimits.Frames;

/** The pictures of packets in docs/protocol.md: offsets that rise, stand over their bars, and end at the code's sizes. */
class ProtocolPicturesTest {

    private static final Pattern WORD = Pattern.compile("\\S+");

    private static final Map<String, String> ENDS = Map.ofEntries(
            Map.entry("header", "" + Datagram.LONG_HEADER),
            Map.entry("INIT", "" + Datagram.INIT),
            Map.entry("RESP", "" + Datagram.RESP),
            Map.entry("FIN", "" + Datagram.FIN),
            Map.entry("COOKIE", "" + Datagram.COOKIE),
            Map.entry("VERNEG", "13+count"),
            Map.entry("DATA", "n"),
            Map.entry("P1", "" + HandshakePayload.OFFER_BYTES),
            Map.entry("P2", "" + HandshakePayload.ACCEPT_BYTES),
            Map.entry("P3", "" + HandshakePayload.CONFIRM_BYTES),
            Map.entry("message", "total"),
            Map.entry("HELLO", "" + (Datagram.HELLO - 1)));

    @Test
    void everyPictureFits() {
        List<ProtocolPage.Block> pictures = new ArrayList<>(ProtocolPage.blocks("bytes"));
        pictures.addAll(ProtocolPage.blocks("bits"));
        assertEquals(
                ENDS.keySet(), pictures.stream().map(ProtocolPage.Block::name).collect(Collectors.toSet()));
        for (ProtocolPage.Block picture : pictures) {
            assertEquals(2, picture.lines().size(), picture::name);
            String bars = picture.lines().get(1);
            List<MatchResult> offsets =
                    WORD.matcher(picture.lines().get(0)).results().toList();
            assertEquals(
                    IntStream.range(0, bars.length())
                            .filter(i -> bars.charAt(i) == '|')
                            .boxed()
                            .toList(),
                    offsets.stream().map(MatchResult::start).toList(),
                    picture::name);
            assertEquals(
                    ENDS.get(picture.name()), offsets.get(offsets.size() - 1).group(), picture::name);
            rises(picture, offsets);
        }
    }

    private static void rises(ProtocolPage.Block picture, List<MatchResult> offsets) {
        int before = -1;
        for (MatchResult offset : offsets) {
            if (offset.group().matches("\\d+")) {
                int at = Integer.parseInt(offset.group());
                assertTrue(at > before, picture::name);
                before = at;
            }
        }
    }

    /** Where fields of constant content stand, the content has that length; where others do, the code's offsets are. */
    @Test
    void everyFieldHasItsLength() {
        Map<String, Integer> lengths = Map.ofEntries(
                Map.entry("sender_index", 4),
                Map.entry("receiver_index", 4),
                Map.entry("index", 4),
                Map.entry("e", 32),
                Map.entry("enc(s)", 32 + 16),
                Map.entry("P1", HandshakePayload.OFFER_BYTES),
                Map.entry("enc(P2)", HandshakePayload.ACCEPT_BYTES + 16),
                Map.entry("enc(P3)", HandshakePayload.CONFIRM_BYTES + 16),
                Map.entry("cookie", Datagram.COOKIE_VALUE),
                Map.entry("counter", 8),
                Map.entry("hello_nonce", 8),
                Map.entry("min_version", 1),
                Map.entry("max_version", 1),
                Map.entry("max_udp", 2),
                Map.entry("type", 1),
                Map.entry("count", 1),
                Map.entry("kind", 1),
                Map.entry("sent_at", Frames.MESSAGE_HEAD - 1));
        int checked = 0;
        for (ProtocolPage.Block picture : ProtocolPage.blocks("bytes")) {
            String[] offsets = picture.lines().get(0).strip().split("\\s+", -1);
            String[] fields = picture.lines().get(1).split("\\|", -1);
            for (int i = 0; i + 1 < offsets.length; i++) {
                String field = fields[i + 1].strip();
                if (!offsets[i + 1].matches("\\d+")) {
                    continue;
                }
                int length = Integer.parseInt(offsets[i + 1]) - Integer.parseInt(offsets[i]);
                Integer expected = field.matches("[0-9A-F]{2}( ?[0-9A-F]{2})*")
                        ? Integer.valueOf(field.replace(" ", "").length() / 2)
                        : lengths.get(field);
                if (expected != null) {
                    assertEquals(expected, length, () -> picture.name() + ": " + field);
                    checked++;
                }
            }
        }
        assertTrue(checked > 40, "only " + checked);
    }
}
