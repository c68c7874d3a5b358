/** What must survive a crash: {@link udpchat.store.MessageStore} is the port. */
package udpchat.store;
