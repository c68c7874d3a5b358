package udpchat.cli.slash;

import java.util.concurrent.CompletableFuture;
import udpchat.cli.render.OwnMessage;
import udpchat.model.Delivery;

/** A message on its way, and what becomes of it. */
public record Sending(OwnMessage message, CompletableFuture<Delivery> delivery) {}
