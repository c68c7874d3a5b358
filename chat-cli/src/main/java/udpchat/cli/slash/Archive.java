package udpchat.cli.slash;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import udpchat.ChatException;
import udpchat.ChatHistory;
import udpchat.ChatPeer;
import udpchat.cli.render.Renderer;
import udpchat.model.Contact;
import udpchat.model.HistoryMessage;
import udpchat.model.MessageId;
import udpchat.model.PeerKey;
import udpchat.model.WaitingMessage;

/** What was said, and what waits to be sent. */
final class Archive {
    /** Messages that are shown unless somebody says how many. */
    static final int SHOWN = 20;

    private static final int MOST_SHOWN = 10_000;
    private static final int FOUND = 50;

    /** Hex digits of an id that people are shown, at least. */
    private static final int SHORT_ID = 4;

    private final ChatPeer peer;
    private final Renderer renderer;
    private final Settings settings;
    private final InstantSource clock;
    private final Optional<Path> file;

    /** @param file where the history is; empty where none is kept */
    Archive(ChatPeer peer, Renderer renderer, Settings settings, InstantSource clock, Optional<Path> file) {
        this.peer = peer;
        this.renderer = renderer;
        this.settings = settings;
        this.clock = clock;
        this.file = file;
    }

    /** The messages that wait; empty text if there is none. */
    String outbox() {
        List<WaitingMessage> all = peer.outbox().join();
        Map<MessageId, String> names = shortIds(all);
        return all.stream()
                .map(each -> renderer.waiting(each, names.get(each.id()), clock.instant()))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Takes a message back.
     *
     * @return one line
     */
    String cancel(String id) {
        String end = id.strip().toLowerCase(Locale.ROOT);
        List<WaitingMessage> found = peer.outbox().join().stream()
                .filter(each -> !end.isEmpty() && each.id().toString().endsWith(end))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    found.isEmpty()
                            ? "no message in the outbox has the id " + id.strip() + "; /outbox lists them"
                            : found.size() + " messages end in " + id.strip() + "; write more of the id");
        }
        boolean waited = peer.cancel(found.get(0).id()).join();
        return (waited ? "taken back: " : "too late: ")
                + found.get(0).text().lines().findFirst().orElse("");
    }

    /** So many of the newest messages; of all, or with one peer. */
    String history(Optional<PeerKey> with, int count) {
        try (ChatHistory history = open()) {
            return render(history.newest(
                    new ChatHistory.Range(with, Optional.empty(), Optional.empty()), Math.min(count, MOST_SHOWN)));
        }
    }

    /** Whether there is a history at all. */
    boolean isKept() {
        return file.isPresent();
    }

    /** What has these words; what else there is to say of it is added to {@code notices}. */
    String search(String words, List<String> notices) {
        try (ChatHistory history = open()) {
            ChatHistory.Found found = history.search(words, FOUND);
            if (found.unindexed() > 0) {
                notices.add(found.unindexed() + " of the newest messages are not in the index yet");
            }
            if (found.messages().isEmpty()) {
                notices.add("nothing was found");
            } else if (found.messages().size() == FOUND) {
                notices.add("these are the newest " + FOUND);
            }
            return render(found.messages());
        }
    }

    /** Erases what was said with a peer; one line. */
    String forget(Contact contact) {
        PeerKey key = contact.key()
                .orElseThrow(() -> new IllegalArgumentException(
                        contact.displayName() + " has no key; nothing is kept of what plain peers say"));
        long count;
        try {
            count = peer.erase(Optional.of(key), Instant.ofEpochMilli(Long.MAX_VALUE))
                    .join();
        } catch (CompletionException e) {
            throw new ChatException(ChatException.Kind.INVALID, e.getCause().getMessage(), e);
        }
        return count + (count == 1 ? " message" : " messages") + " with " + contact.displayName()
                + " erased; what still waits to be sent is left";
    }

    private String render(List<HistoryMessage> messages) {
        Map<PeerKey, Contact> contacts = new HashMap<>();
        peer.peers().join().forEach(each -> each.key().ifPresent(key -> contacts.put(key, each)));
        Renderer.Self self = new Renderer.Self(settings.nick(), peer.key());
        List<String> lines = new ArrayList<>();
        for (HistoryMessage each : messages) {
            Contact with = contacts.computeIfAbsent(each.peer(), Contact::unknown);
            lines.add(renderer.history(each, with, self, clock.instant()));
        }
        return String.join("\n", lines);
    }

    private ChatHistory open() {
        return ChatHistory.open(file.orElseThrow(() -> new ChatException(
                ChatException.Kind.INVALID, "there is no history: messages of this run are kept in memory alone")));
    }

    /** The shortest ends that tell each from the others. */
    private static Map<MessageId, String> shortIds(List<WaitingMessage> all) {
        Map<MessageId, String> names = new HashMap<>();
        for (WaitingMessage each : all) {
            String id = each.id().toString();
            int length = SHORT_ID;
            while (length < id.length() && isShared(id.substring(id.length() - length), all)) {
                length++;
            }
            names.put(each.id(), id.substring(id.length() - length));
        }
        return names;
    }

    private static boolean isShared(String end, List<WaitingMessage> all) {
        return all.stream().filter(each -> each.id().toString().endsWith(end)).count() > 1;
    }
}
