package udpchat.session;

import static udpchat.recovery.RecoveryLimits.NEVER;

import java.util.ArrayList;
import java.util.List;
import udpchat.model.PeerAddress;

/**
 * Other addresses of a peer that does not answer at the one in use. Each is asked by PATH_CHALLENGE, and the first that
 * answers is taken. A handshake proved them before, so that they may be written to.
 */
final class Detours {

    private List<Path> paths = List.of();

    /** Asks there, too, unless it is asked already. */
    void begin(PeerAddress address, int maxDatagram, long now) {
        if (paths.stream().anyMatch(path -> path.address.equals(address))) {
            return;
        }
        Path path = new Path(address, maxDatagram);
        path.on(PathState.Signal.HANDSHAKE);
        path.challenge(now);
        if (paths.isEmpty()) {
            paths = new ArrayList<>(1);
        }
        paths.add(path);
    }

    /** One that has to be challenged now, or null. */
    Path challengeDue(long now) {
        for (Path path : paths) {
            if (path.nextChallenge() <= now) {
                return path;
            }
        }
        return null;
    }

    /** The one whose challenge has this answer, or null. */
    Path answeredBy(long data) {
        for (Path path : paths) {
            if (path.isAnsweredBy(data)) {
                return path;
            }
        }
        return null;
    }

    void clear() {
        paths = List.of();
    }

    long nextDeadline() {
        long next = NEVER;
        for (Path path : paths) {
            next = Math.min(next, path.nextChallenge());
        }
        return next;
    }
}
