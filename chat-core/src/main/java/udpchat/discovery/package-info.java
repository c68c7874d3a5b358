/**
 * Finding peers on the local network: when to say HELLO, where, and whom to answer. It has no socket: the interfaces of
 * the machine, what was heard and the time go in, and HELLOs and answers come out.
 */
package udpchat.discovery;
