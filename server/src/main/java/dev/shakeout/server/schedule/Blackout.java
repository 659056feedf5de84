package dev.shakeout.server.schedule;

import java.time.LocalDate;

/** Days of the schedule's time zone on which nothing is started; first and last included. */
public record Blackout(LocalDate first, LocalDate last, String reason) {
    public boolean covers(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }
}
