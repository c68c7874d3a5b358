package udpchat.messaging;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import udpchat.model.Delivery;

/** A text under way to a plain peer in one or more datagrams: sent when the network has taken all of them. */
public final class PlainMessage {

    private static final Delivery SENT = new Delivery.Sent();

    private final CompletableFuture<Delivery> result;
    private int unsettled;
    private Delivery outcome = SENT;

    PlainMessage(int pieces, CompletableFuture<Delivery> result) {
        this.unsettled = pieces;
        this.result = result;
    }

    /**
     * Says what became of one of its datagrams. Completes the sender's future after the last one.
     *
     * @param failure why the network did not take it
     * @return the outcome, once it is known
     */
    public Optional<Delivery> settle(Optional<Delivery.Failed> failure) {
        assert unsettled > 0 : "settled more often than sent";
        failure.ifPresent(f -> outcome = f);
        if (--unsettled > 0) {
            return Optional.empty();
        }
        result.complete(outcome);
        return Optional.of(outcome);
    }
}
