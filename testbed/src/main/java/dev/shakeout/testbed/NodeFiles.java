package dev.shakeout.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What the programs of a real node are told, in a folder. */
record NodeFiles(Path folder, ClusterKeys keys) {
    /** The image of the process that holds a pod's namespaces. */
    static final String PAUSE = "testbed.invalid/pause:1";

    /** @param server the API server's port, at the host's end of the link */
    void write(NodeLink link, String group, int server, String token) throws IOException {
        Files.createDirectories(networks());
        write(folder.resolve("containerd.toml"), containerd());
        write(networks().resolve("10-testbed.conflist"), network(link));
        write(resolver(), "");
        write(folder.resolve("kubelet.yaml"), kubelet(link, group));
        write(folder.resolve("kubeconfig"), kubeconfig(link, server, token));
    }

    private String containerd() {
        return """
            version = 2
            root = "/var/lib/containerd"
            state = "/run/containerd"
            disabled_plugins = [
              "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
              "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs",
            ]
            [grpc]
            address = "/run/containerd/containerd.sock"
            [plugins."io.containerd.internal.v1.opt"]
            path = "/var/lib/containerd/opt"
            [plugins."io.containerd.grpc.v1.cri"]
            sandbox_image = "%s"
            restrict_oom_score_adj = true # where nobody may lower it, not even root
            [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = "/usr/lib/cni"
            conf_dir = "%s"
            """.formatted(PAUSE, networks());
    }

    private static String network(NodeLink link) {
        return """
            {
              "cniVersion": "0.4.0",
              "name": "testbed",
              "plugins": [{
                "type": "bridge",
                "bridge": "cni0",
                "isGateway": true,
                "hairpinMode": true,
                "ipam": {"type": "host-local", "ranges": [[{"subnet": "%s"}]], "routes": [{"dst": "0.0.0.0/0"}]}
              }]
            }
            """.formatted(link.pods());
    }

    /** It drives nobody out and removes no image, however full this machine is. */
    private String kubelet(NodeLink link, String group) {
        return """
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            address: %1$s
            authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: %2$s}}
            authorization: {mode: AlwaysAllow}
            cgroupDriver: cgroupfs
            cgroupRoot: /%3$s
            enforceNodeAllocatable: [none]
            containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
            volumePluginDir: /var/lib/kubelet/volume-plugins
            resolvConf: %4$s
            clusterDomain: cluster.local
            clusterDNS: [%5$s]
            failSwapOn: false
            failCgroupV1: false
            imageGCHighThresholdPercent: 100
            evictionHard: {memory.available: 0%%, nodefs.available: 0%%, nodefs.inodesFree: 0%%, imagefs.available: 0%%}
            """.formatted(link.node(), keys.authority(), group, resolver(), Cluster.DNS);
    }

    private String kubeconfig(NodeLink link, int server, String token) {
        return """
            apiVersion: v1
            kind: Config
            current-context: testbed
            contexts:
            - name: testbed
              context: {cluster: testbed, user: node}
            clusters:
            - name: testbed
              cluster: {server: "https://%s:%d", certificate-authority: "%s", tls-server-name: localhost}
            users:
            - name: node
              user: {token: "%s"}
            """.formatted(link.host(), server, keys.authority(), token);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    /** Lets a node begin that waits for all this. */
    void start(NodeLink link) throws IOException {
        Path written = folder.resolve("start.new");
        write(written, link.node() + "\n");
        Files.move(written, folder.resolve("start"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Archives here are images that the node has from the beginning. */
    Path images() {
        return folder.resolve("images");
    }

    private Path networks() {
        return folder.resolve("networks");
    }

    private Path resolver() {
        return folder.resolve("resolv.conf");
    }
}
