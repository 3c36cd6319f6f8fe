/** The demo's sample files and the code that makes them, byte for byte the same every time. */
package io.nifimimir.sandbox.samples;
