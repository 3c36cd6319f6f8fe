/** The components on the canvas, each a thin shell over the domain packages. */
package io.nifimimir.processors;
