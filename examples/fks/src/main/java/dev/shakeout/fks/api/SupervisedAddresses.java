package dev.shakeout.fks.api;

import java.util.List;

/** What the supervisor says. */
final class SupervisedAddresses implements Addresses {
    private final Directory directory;
    private final String service;

    SupervisedAddresses(Directory directory, String service) {
        this.directory = directory;
        this.service = service;
    }

    @Override
    public List<String> now() {
        return directory.replicas(service);
    }

    @Override
    public void doubt() {
        directory.refreshSoon();
    }
}
