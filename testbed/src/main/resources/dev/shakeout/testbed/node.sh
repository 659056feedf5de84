# The inside of a real node: process 1 of namespaces of its own, with whose end all of it is gone. What it keeps is in memory.
# Arguments: the folder with what its programs are told, its control group, its name, the kubelet.
set -eu
folder=$1 group=$2 name=$3 kubelet=$4

until [ -e "$folder/start" ]; do sleep 0.02; done # by then it has its network, and all files are there
read -r address <"$folder/start"

mount -t tmpfs -o mode=755,size=4g node /var
mount -t tmpfs -o mode=755 node /run
mkdir -p /var/lib/kubelet /var/log /var/tmp /run/settings
ln -s /run /var/run

# A kubelet sets these for the whole kernel. Here it finds them as it wants them, and leaves the machine's own alone.
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
    kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
    file=/run/settings/$(echo "${setting%%=*}" | tr / .)
    echo "${setting#*=}" >"$file"
    mount --bind "$file" "/proc/sys/${setting%%=*}"
done

# Version 2 of control groups has one tree, version 1 one for each controller.
if [ -e /sys/fs/cgroup/cgroup.procs ]; then
    mkdir "/sys/fs/cgroup/$group"
else
    for tree in /sys/fs/cgroup/*/; do
        [ ! -e "$tree/cgroup.procs" ] || mkdir "$tree/$group"
    done
fi

{
    containerd --config "$folder/containerd.toml" || :
    echo "containerd has ended"
    kill "$(cat /run/kubelet.pid)"
} >"$folder/containerd.log" 2>&1 &
until ctr version >/dev/null 2>&1; do sleep 0.1; done
for archive in "$folder"/images/*.tar; do
    ctr --namespace k8s.io images import "$archive" >>"$folder/images.log" 2>&1
done

"$kubelet" --config="$folder/kubelet.yaml" --kubeconfig="$folder/kubeconfig" --hostname-override="$name" \
    --node-ip="$address" &
echo $! >/run/kubelet.pid
wait $!
