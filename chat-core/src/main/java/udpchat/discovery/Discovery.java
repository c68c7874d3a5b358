package udpchat.discovery;

import static udpchat.wire.WireLimits.Discovery.GROUP_IPV4;
import static udpchat.wire.WireLimits.Discovery.GROUP_IPV6;
import static udpchat.wire.WireLimits.Discovery.HELLO_INTERVAL;
import static udpchat.wire.WireLimits.Discovery.HELLO_JITTER;
import static udpchat.wire.WireLimits.Discovery.SECOND_HELLO;
import static udpchat.wire.WireLimits.Discovery.THIRD_HELLO;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import udpchat.model.PeerAddress;
import udpchat.wire.Bytes;
import udpchat.wire.Hello;
import udpchat.wire.Packet;

/**
 * Says HELLO on every interface, at once, after 0.25 and 1 s, and then every 30 s ±10 %, and decides which HELLOs of
 * others are answered, see {@link Answers}. Everything that an unknown sender can make grow is bounded. For one thread;
 * every {@code now} is in nanoseconds of one monotonic clock.
 */
public final class Discovery {

    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final InetAddress IPV4 = group(GROUP_IPV4);
    private static final InetAddress IPV6 = group(GROUP_IPV6);

    private final RandomGenerator random;
    private final long nonce;
    private final Bytes hello;
    private final Answers answers;
    private final ArrayDeque<Call> calls = new ArrayDeque<>();
    private List<Schedule> schedules = new ArrayList<>();

    /** When HELLO is due on one interface. */
    private static final class Schedule {
        final Link link;
        long since;
        int said;
        long at;

        Schedule(Link link, long now) {
            this.link = link;
            begin(now);
        }

        void begin(long now) {
            since = now;
            said = 0;
            at = now;
        }
    }

    public Discovery(RandomGenerator random, long now) {
        this.random = random;
        long drawn = random.nextLong();
        this.nonce = drawn == 0 ? 1 : drawn;
        this.hello = Bytes.wrap(new Hello(Packet.VERSION, nonce).encode());
        this.answers = new Answers(random, now);
    }

    /** What our HELLOs carry; another one in each run of a program. */
    public long nonce() {
        return nonce;
    }

    /** These interfaces there are now: HELLO is said on those that are new. */
    public void onLinks(List<Link> links, long now) {
        List<Schedule> next = new ArrayList<>();
        for (Link link : links) {
            next.add(schedules.stream()
                    .filter(each -> each.link.equals(link))
                    .findFirst()
                    .orElseGet(() -> new Schedule(link, now)));
        }
        schedules = next;
        onDeadline(now);
    }

    /** This program slept, and everybody may have given it up: HELLO is said everywhere, as at the start. */
    public void onAwake(long now) {
        schedules.forEach(each -> each.begin(now));
        onDeadline(now);
    }

    /** Somebody who is not known to be here said HELLO. */
    public void onHello(PeerAddress from, long theirs, long now) {
        if (theirs != nonce && isNear(from.ip())) {
            answers.onHello(from, theirs, now);
        }
    }

    /** Whether this can be a neighbour: what others say of themselves must not make us write to strangers elsewhere. */
    public boolean isNear(InetAddress ip) {
        return !ip.isMulticastAddress()
                && !ip.isAnyLocalAddress()
                && schedules.stream()
                        .anyMatch(each -> each.link.reaches(ip)
                                && each.link.subnets().stream().noneMatch(subnet -> isBroadcast(subnet, ip)));
    }

    private static boolean isBroadcast(Subnet subnet, InetAddress ip) {
        return subnet.broadcast().filter(ip::equals).isPresent();
    }

    /**
     * The next HELLO to answer now, or null.
     *
     * @param known whom not to answer any more
     * @param busy whom not to answer yet
     */
    public Answer pollAnswer(Predicate<PeerAddress> known, Predicate<PeerAddress> busy, long now) {
        return answers.poll(known, busy, now);
    }

    /** The next HELLO to send, or null. */
    public Call pollCall() {
        return calls.poll();
    }

    /** Does what is due; calling it too early or too often does no harm. */
    public void onDeadline(long now) {
        for (Schedule each : schedules) {
            if (each.at <= now) {
                say(each.link);
                each.at = next(each, now);
            }
        }
    }

    private long next(Schedule schedule, long now) {
        schedule.said++;
        return switch (schedule.said) {
            case 1 -> schedule.since + SECOND_HELLO;
            case 2 -> schedule.since + THIRD_HELLO;
            default -> now + (long) (HELLO_INTERVAL * (1 + HELLO_JITTER * (2 * random.nextDouble() - 1)));
        };
    }

    private void say(Link link) {
        link.ipv4().ifPresent(address -> calls.add(new Call(link, IPV4, hello)));
        if (link.linkLocal().isPresent()) {
            calls.add(new Call(link, scoped(IPV6, link), hello));
        }
        link.subnets().stream()
                .map(Subnet::broadcast)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(all -> calls.add(new Call(link, all, hello)));
    }

    /** When {@link #onDeadline} or {@link #pollAnswer} is due, or {@link #NEVER}. */
    public long nextDeadline() {
        long next = answers.nextDeadline();
        for (Schedule each : schedules) {
            next = Math.min(next, each.at);
        }
        return next;
    }

    /** HELLOs of others that something is kept of; for tests of the caps. */
    int remembered() {
        return answers.size();
    }

    private static InetAddress scoped(InetAddress group, Link link) {
        try {
            return Inet6Address.getByAddress(null, group.getAddress(), link.index());
        } catch (UnknownHostException e) {
            throw new AssertionError("sixteen bytes are an IPv6 address", e);
        }
    }

    private static InetAddress group(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError("a literal needs no look-up", e);
        }
    }
}
