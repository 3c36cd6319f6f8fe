/** The page that people look at: its files, its JSON views, and what it reads from the store. */
package io.nifimimir.dashboard;
