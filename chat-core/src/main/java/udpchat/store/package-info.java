/**
 * What must survive a crash. {@link udpchat.store.MessageStore} is the port; {@link udpchat.store.InMemoryStore} outlives
 * sessions, but not the program.
 */
package udpchat.store;
