package udpchat.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import udpchat.discovery.Link;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PathReport;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.PeerStats;
import udpchat.model.SessionInfo;
import udpchat.model.WaitingMessage;

/** What the owner of a peer asks of its engine. Every result completes, whatever happens. */
public sealed interface Command {

    /** Completes the result of a command that the engine will never see, because it is closed. */
    void abort();

    /**
     * Send this text there.
     *
     * @param action whether it tells what the sender does
     */
    record Send(Destination to, MessageId id, String text, boolean action, CompletableFuture<Delivery> result)
            implements Command {
        @Override
        public void abort() {
            result.complete(PeerEngine.CLOSED);
        }
    }

    /** Give up on a message, if it is not delivered yet: whether it waited. */
    record Withdraw(MessageId id, CompletableFuture<Boolean> result) implements Command {
        @Override
        public void abort() {
            result.complete(false);
        }
    }

    /** The store has an answer, to be run on the engine's thread. */
    record StoreAnswered(Runnable answer) implements Command {
        @Override
        public void abort() {}
    }

    /** Whoever listens has got this message, and all that this peer said before. Without it they come again later. */
    record Shown(PeerKey from, MessageId id) implements Command {
        @Override
        public void abort() {}
    }

    /**
     * A person has read what this peer said: all that was shown or, of a peer with a key, through this message, which need
     * not be noted as shown yet.
     */
    record MarkRead(Destination of, Optional<MessageId> through) implements Command {
        @Override
        public void abort() {}
    }

    /** What waits? In the order in which it goes to each peer. */
    record ListOutbox(CompletableFuture<List<WaitingMessage>> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** Who is known? */
    record ListContacts(CompletableFuture<List<Contact>> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** What was counted? */
    record ReadStats(CompletableFuture<PeerStats> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** How are the sessions doing? */
    record ListSessions(CompletableFuture<List<SessionInfo>> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** How long to there and back? Fails with {@code IllegalStateException} where there is no session, or no answer. */
    record Ping(Destination to, CompletableFuture<Duration> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** Look for this peer, although there is nothing to say to it. What is found shows by events. */
    record Connect(Destination to) implements Command {
        @Override
        public void abort() {}
    }

    /** How is the way there? Fails with {@code IllegalStateException} where there is no session, or one is under way. */
    record Check(Destination to, CompletableFuture<PathReport> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** Plain text to there from now on; how many texts were held for it and go now. */
    record Raw(PeerAddress address, CompletableFuture<Integer> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** What peers are told of us. */
    record SetProfile(String nick, boolean away) implements Command {
        @Override
        public void abort() {}
    }

    /**
     * These interfaces there are now; by the first of these a peer begins to look for others on them.
     *
     * @param awake whether this program slept
     */
    record Links(List<Link> links, boolean awake) implements Command {
        @Override
        public void abort() {}
    }

    /** Change the peer list. Fails with {@code IllegalArgumentException} where the change is not possible. */
    record ChangeContact(ContactChange change, CompletableFuture<Contact> result) implements Command {
        @Override
        public void abort() {
            result.completeExceptionally(closed());
        }
    }

    /** The host of a name in the peer list was found at this endpoint. */
    record Locate(String alias, PeerAddress address) implements Command {
        @Override
        public void abort() {}
    }

    /**
     * Take no more to send, and be finished once all is sent or the time is over.
     *
     * @param drainNanos at most this long, ns; 0 to {@code Long.MAX_VALUE / 4}
     */
    record Close(long drainNanos) implements Command {
        @Override
        public void abort() {}
    }

    /** One change of the peer list. */
    sealed interface ContactChange {
        record Add(String alias, PeerSpec spec, Optional<PeerAddress> address) implements ContactChange {}

        record Remove(String alias) implements ContactChange {}

        record Rename(String from, String to) implements ContactChange {}

        record Ignore(Destination who, boolean ignored) implements ContactChange {}

        /** A person compared the safety number. */
        record Verify(PeerKey key) implements ContactChange {}

        /** A person accepts the key that answers in place of the pinned one. */
        record Trust(String name) implements ContactChange {}
    }

    private static IllegalStateException closed() {
        return new IllegalStateException(PeerEngine.CLOSED.detail());
    }
}
