package udpchat.cli.command;

import java.time.InstantSource;
import udpchat.ChatListener;
import udpchat.cli.pipe.Deliveries;
import udpchat.cli.pipe.Sink;
import udpchat.cli.render.Renderer;
import udpchat.model.ChatEvent;
import udpchat.model.PeerState;

/** What {@code send} says of what happens meanwhile. Nothing of it is its content, so that goes to stderr. */
final class SendListener implements ChatListener {

    private final Sink sink;
    private final InstantSource clock;
    private final Deliveries deliveries;
    private final Patience patience;
    private final Lookout lookout;

    SendListener(Sink sink, InstantSource clock, Deliveries deliveries, Patience patience, Lookout lookout) {
        this.sink = sink;
        this.clock = clock;
        this.deliveries = deliveries;
        this.patience = patience;
        this.lookout = lookout;
    }

    @Override
    public void onEvent(ChatEvent event) {
        Renderer renderer = sink.renderer();
        if (event instanceof ChatEvent.DeliveryChanged changed) {
            deliveries.step(changed);
        } else if (event instanceof ChatEvent.NoAnswer silent) {
            patience.silent();
            sink.tell(renderer.noAnswer(silent, clock.instant()));
        } else if (event instanceof ChatEvent.PeerChanged changed) {
            lookout.changed();
            PeerState state = changed.contact().state();
            if (state == PeerState.UP || state == PeerState.PLAIN) {
                patience.answered();
            }
        } else if (event instanceof ChatEvent.KeyChanged changed) {
            sink.tell(renderer.keyChanged(changed, clock.instant()));
        } else if (event instanceof ChatEvent.WrongKey wrong) {
            patience.refused();
            sink.tell(renderer.wrongKey(wrong, clock.instant()));
        } else if (event instanceof ChatEvent.Notice notice) {
            sink.tell(renderer.notice(notice.about().displayName() + ": " + notice.text(), clock.instant()));
        } else if (event instanceof ChatEvent.Trouble trouble) {
            sink.tell(renderer.error("network", trouble.text(), clock.instant()));
        } else if (event instanceof ChatEvent.MessageReceived received) {
            // Its sender is told that it arrived, so it must not be lost.
            sink.tell(renderer.message(received.message()));
        }
    }
}
