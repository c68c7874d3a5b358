package udpchat.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import udpchat.discovery.Call;
import udpchat.engine.Command;
import udpchat.engine.PeerEngine;
import udpchat.messaging.Outgoing;
import udpchat.model.ChatEvent;
import udpchat.model.PeerAddress;
import udpchat.wire.WireLimits;

/**
 * Drives a {@link PeerEngine} from a Netty datagram pipeline: hands it what the channel reads and what other threads
 * {@link #submit}, writes what it wants sent while the channel is writable, and keeps one timer for its earliest
 * deadline. Everything but {@code submit} runs on the channel's event loop. Time is the event loop's own ticker, so an
 * {@code EmbeddedChannel} can advance it.
 *
 * <p>A bug of ours that shows as an exception costs what was being done and is told as {@link ChatEvent.Trouble}; one
 * that shows as an {@code Error} closes the channel. Either way every result completes.
 */
public final class PeerHandler extends InboundHandler {

    /** Commands done before the loop turns to the socket again. */
    private static final int COMMANDS_PER_TURN = 256;

    private static final long NEVER = Long.MAX_VALUE;

    private final PeerEngine engine;
    private final Consumer<List<ChatEvent>> events;
    private final Queue<Command> commands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean turnScheduled = new AtomicBoolean();
    private final Endpoints senders = new Endpoints();
    private final byte[] inbound = new byte[65_535];
    private final List<ChatEvent> batch = new ArrayList<>();

    private boolean segments;

    private volatile EventExecutor loop;
    private volatile boolean closed;

    private ChannelHandlerContext context;
    private DatagramWriter writer;
    private boolean pumping;
    private Future<?> timer;
    private long timerAt = NEVER;

    /**
     * @param engine not used by anybody else from now on
     * @param events is told every event, as many together as came together, on the event loop; must not block it, nor keep
     *     the list
     */
    public PeerHandler(PeerEngine engine, Consumer<List<ChatEvent>> events) {
        this.engine = engine;
        this.events = events;
    }

    /** To be called before this comes into a channel that takes segmented datagrams. */
    void useSegments() {
        segments = true;
    }

    /** Has the engine do this on the event loop. Any thread may call; nobody waits. Aborted if the channel is closed. */
    public void submit(Command command) {
        commands.add(command);
        if (closed) {
            abortCommands();
        } else if (turnScheduled.compareAndSet(false, true)) {
            try {
                loop.execute(this::onTurn);
            } catch (RejectedExecutionException e) {
                abortCommands();
            }
        }
    }

    /** As {@link #submit}, but so much later: for what is not to take the processor from something more urgent. */
    public void submitLater(Command command, long millis) {
        try {
            loop.schedule(() -> submit(command), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            command.abort();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        loop = ctx.executor();
        writer = new DatagramWriter(ctx, segments, this::onTransmitted);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            ByteBuf content = packet.content();
            int length = content.readableBytes();
            content.getBytes(content.readerIndex(), inbound, 0, length);
            PeerAddress from = senders.peer(packet.sender());
            if (packet instanceof GroupPacket) {
                engine.onGroupDatagram(now(), from, inbound, 0, length);
            } else {
                engine.onDatagram(now(), from, inbound, 0, length);
            }
        } catch (RuntimeException | Error e) {
            failed(e);
        } finally {
            packet.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        pump();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        pump();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        disarm();
        engine.onClosed(now(), engine.isFinished() ? Optional.empty() : Optional.of("the network closed the socket"));
        abortCommands();
        deliverEvents();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            trouble("the network: " + NetworkErrors.describe(cause));
        } else {
            failed(cause);
        }
    }

    /** Whether the caller runs on the event loop, which must not wait for itself. */
    public boolean isEventLoop() {
        return loop.inEventLoop();
    }

    /** Tells the listener. On the event loop. */
    void trouble(String text) {
        events.accept(List.of(new ChatEvent.Trouble(text)));
    }

    private void onTurn() {
        turnScheduled.set(false);
        for (int i = 0; i < COMMANDS_PER_TURN; i++) {
            Command command = commands.poll();
            if (command == null) {
                break;
            }
            try {
                engine.onCommand(now(), command);
            } catch (RuntimeException | Error e) {
                command.abort();
                failed(e);
            }
        }
        pumpSafely();
        if (!commands.isEmpty() && turnScheduled.compareAndSet(false, true)) {
            // Not execute: a task that an event loop finds when it is done with another it does before the socket.
            loop.schedule(this::onTurn, 0, TimeUnit.NANOSECONDS);
        }
    }

    /** For what runs outside the pipeline, where Netty would log what is thrown and nobody would be told. */
    private void pumpSafely() {
        try {
            pump();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /** Our own bug. */
    private void failed(Throwable cause) {
        System.getLogger("udpchat").log(System.Logger.Level.DEBUG, "internal error", cause);
        if (cause instanceof Error) {
            // First the engine, so that what is waiting is told that the peer is closed.
            engine.onClosed(now(), Optional.of("internal error: " + cause));
            context.close();
        } else {
            trouble("internal error: " + cause);
        }
    }

    /** Moves out what the engine has to say, until it has no more or the channel takes no more. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            engine.onBatchEnd(now());
            boolean wrote;
            do {
                deliverEvents();
                while (context.channel().isWritable()) {
                    Outgoing datagram = engine.pollTransmit(now());
                    if (datagram == null) {
                        break;
                    }
                    writer.write(datagram);
                }
                wrote = writer.isFlushNeeded();
                if (wrote) {
                    writer.flush();
                }
                call();
            } while (wrote && context.channel().isWritable());
        } finally {
            pumping = false;
        }
        if (closed) {
            return;
        }
        if (engine.isFinished()) {
            disarm();
            context.close();
        } else {
            arm(engine.nextDeadline());
        }
    }

    /** Says HELLO to all, where that is due. */
    private void call() {
        Call call = engine.pollCall();
        if (call == null) {
            return;
        }
        for (; call != null; call = engine.pollCall()) {
            InetSocketAddress to = new InetSocketAddress(call.to(), WireLimits.Discovery.PORT);
            context.write(new GroupPacket(Unpooled.wrappedBuffer(call.payload().array()), to, null, call.link()));
        }
        context.flush();
    }

    private void onTransmitted(Outgoing datagram, Optional<String> failure) {
        engine.onTransmitted(datagram, failure);
        pumpSafely();
    }

    private void deliverEvents() {
        for (ChatEvent event = engine.pollEvent(); event != null; event = engine.pollEvent()) {
            batch.add(event);
        }
        if (!batch.isEmpty()) {
            try {
                events.accept(batch);
            } finally {
                batch.clear();
            }
        }
    }

    /** A timer that is too early is left to fire and be set again: that is cheaper than replacing it each time. */
    private void arm(long deadline) {
        long now = now();
        long at = Math.max(deadline, now); // due since ever is due now, and its distance is no number
        if (deadline == NEVER || (timerAt != NEVER && timerAt - at <= 0)) {
            return;
        }
        disarm();
        timerAt = at;
        timer = loop.schedule(this::onTimer, at - now, TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
            timerAt = NEVER;
        }
    }

    private void onTimer() {
        timer = null;
        timerAt = NEVER;
        try {
            engine.onDeadline(now());
        } catch (RuntimeException | Error e) {
            failed(e);
        }
        pumpSafely();
    }

    private void abortCommands() {
        for (Command command = commands.poll(); command != null; command = commands.poll()) {
            command.abort();
        }
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}
