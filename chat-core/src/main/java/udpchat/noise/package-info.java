/**
 * Who we are and how packets are kept secret: the Noise handshake (rev 34), the channel that comes out of it, the
 * identity file, what two people compare, and the two defences of a responder (cookies and a rate limit).
 *
 * <p>Only JDK primitives: X25519, AES/GCM/NoPadding, SHA-256, SHA-512, HmacSHA256. Time is an argument in monotonic
 * nanoseconds and randomness a {@link java.util.random.RandomGenerator}; a running program must pass
 * {@link udpchat.noise.SystemRandom}, since everything secret here is drawn from it.
 */
package udpchat.noise;
