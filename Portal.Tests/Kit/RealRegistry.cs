using System.Globalization;

namespace Portal.Tests.Kit;

/// <summary>Apicurio Registry with Confluent's API, on a port of its own, gone when disposed. Only where <see cref="Repository.Engines"/> is.</summary>
public sealed class RealRegistry : IAsyncDisposable
{
    private const string Part = "registry";
    private readonly RunFolder _folder;

    private RealRegistry(RunFolder folder, string url)
    {
        _folder = folder;
        Url = url;
    }

    private static string Engine => Path.Combine(Repository.Engines!, "engine");

    /// <summary>Where its API begins.</summary>
    public string Url { get; }

    public static async Task<RealRegistry> Start()
    {
        var place = RunFolder.For(Part, Engine, "stop");
        var port = FreePorts.One().ToString(CultureInfo.InvariantCulture);
        var words = await EngineStart.In(place.Path, () => Up("start", Part, "--dir", place.Path, "--port", port));
        var url = words.Split((char[]?)null).Single(word => word.StartsWith("registry=", StringComparison.Ordinal));
        return new(place, url["registry=".Length..]);
    }

    /// <summary>kill -9.</summary>
    public Task Kill() => Command.Run(Engine, "kill", _folder.Path, Part);

    /// <summary>Starts it again on the same data, and waits until it answers.</summary>
    public async Task Respawn()
    {
        await Up("respawn", _folder.Path, Part);
        using var http = new HttpClient();
        await Deadline.Until(
            async () =>
            {
                try
                {
                    return (await http.GetAsync(new Uri($"{Url}/subjects"))).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            TimeSpan.FromMinutes(2)
        );
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // It gives up when its own database doesn't open within five seconds, which a busy machine may need more than.
    private static Task<string> Up(params string[] arguments) =>
        Command.Run(
            TimeSpan.FromMinutes(3),
            "env",
            [KafkaJava.ShortLived, "QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT=60", Engine, .. arguments]
        );
}
