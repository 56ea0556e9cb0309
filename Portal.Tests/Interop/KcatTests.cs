using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

[Collection(InteropSuite.Name)]
public sealed class KcatTests(Clusters clusters)
{
    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Kcat_reads_back_what_it_wrote_in_every_codec(string cluster)
    {
        var bootstrap = await clusters.Bootstrap(cluster);
        using var client = new Client(bootstrap);
        foreach (var codec in new[] { "none", "gzip", "snappy", "lz4", "zstd" })
        {
            var topic = await client.Topic();
            await Shell($"seq 1 2000 | kcat -P -b {bootstrap} -t {topic} -z {codec}");

            (await Shell($"kcat -C -b {bootstrap} -t {topic} -e -q")).ShouldBe(await Shell("seq 1 2000"), codec);
        }
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Kcat_reads_as_a_group_and_goes_on_where_it_stopped(string cluster)
    {
        var bootstrap = await clusters.Bootstrap(cluster);
        using var client = new Client(bootstrap);
        var topic = await client.Topic();
        var group = Client.NewName("kcat");
        await Shell($"seq 1 100 | kcat -P -b {bootstrap} -t {topic}");
        (await Shell($"kcat -b {bootstrap} -e -q -X auto.offset.reset=earliest -G {group} {topic}")).ShouldBe(
            await Shell("seq 1 100")
        );
        await Shell($"seq 101 150 | kcat -P -b {bootstrap} -t {topic}");

        (await Shell($"kcat -b {bootstrap} -e -q -G {group} {topic}")).ShouldBe(await Shell("seq 101 150"));
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Kcat_finds_keys_headers_offsets_and_times(string cluster)
    {
        var bootstrap = await clusters.Bootstrap(cluster);
        using var client = new Client(bootstrap);
        var topic = await client.Topic();
        await Shell($"echo 'key:value' | kcat -P -b {bootstrap} -t {topic} -K : -H trace=42");

        (await Shell($"kcat -C -b {bootstrap} -t {topic} -e -q -f '%k %s %h %o %p'")).ShouldBe(
            "key value trace=42 0 0"
        );
        (await Shell($"kcat -Q -b {bootstrap} -t {topic}:0:1")).ShouldContain("offset 0");
        (await Shell($"kcat -Q -b {bootstrap} -t {topic}:0:-1")).ShouldContain("offset 1");
        (await Shell($"kcat -L -b {bootstrap} -t {topic}")).ShouldContain($"topic \"{topic}\" with 1 partitions");
    }

    private static Task<string> Shell(string line) => Command.Run("bash", "-o", "pipefail", "-c", line);
}
