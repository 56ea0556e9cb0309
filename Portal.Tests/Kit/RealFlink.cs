using System.Globalization;

namespace Portal.Tests.Kit;

/// <summary>Apache Flink with its SQL Gateway, on ports of its own, gone when disposed. Only where <see cref="Repository.Engines"/> is.</summary>
public sealed class RealFlink : IAsyncDisposable
{
    private static readonly int[] Ports = [0, 1, 100, 200];
    private readonly RunFolder _folder;

    private RealFlink(RunFolder folder, string url, string gateway)
    {
        _folder = folder;
        (Url, Gateway) = (url, gateway);
    }

    private static string Engine => Path.Combine(Repository.Engines!, "engine");

    /// <summary>Its REST API.</summary>
    public string Url { get; }

    public string Gateway { get; }

    /// <param name="ha">A JobManager that is killed comes back with its jobs.</param>
    /// <param name="slots">They share the memory of its task manager: a window that counts takes some hundredths of it.</param>
    /// <param name="settings">As a line of its configuration has them: "slot.request.timeout: 10 s".</param>
    public static async Task<RealFlink> Start(bool ha = false, int slots = 64, params string[] settings)
    {
        var place = RunFolder.For("flink", Engine, "stop");
        var port = FreePorts.Block(Ports);
        string[] arguments =
        [
            "start",
            "flink",
            "--dir",
            place.Path,
            "--port",
            Text(port),
            "--gateway-port",
            Text(port + 1),
            "--slots",
            Text(slots),
            .. settings.SelectMany(setting => new[] { "--conf", setting }),
            .. ha ? new[] { "--ha", "--conf", "job-result-store.delete-on-commit: false" } : [],
        ];
        var words = (await EngineStart.In(place.Path, () => Run(arguments))).Split((char[]?)null);
        return new(place, Printed(words, "rest"), Printed(words, "gateway"));
    }

    /// <summary>kill -9 of one part: jobmanager, taskmanager-1, gateway.</summary>
    public Task Kill(string part) => Command.Run(Engine, "kill", _folder.Path, part);

    /// <summary>Starts a part again with the command it was started with.</summary>
    public Task Respawn(string part) => Run("respawn", _folder.Path, part);

    /// <summary>Until its JobManager and its SQL Gateway answer, and its slots are back.</summary>
    public async Task Answers()
    {
        using var http = new HttpClient();
        await Deadline.Until(
            async () =>
            {
                try
                {
                    await http.GetStringAsync(new Uri($"{Gateway}/info"));
                    return !(await http.GetStringAsync(new Uri($"{Url}/overview"))).Contains(
                        "\"slots-total\":0",
                        StringComparison.Ordinal
                    );
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

    private static Task<string> Run(params string[] arguments) =>
        Command.Run(TimeSpan.FromMinutes(3), "env", [KafkaJava.ShortLived, Engine, .. arguments]);

    private static string Printed(string[] words, string name) =>
        words.Single(word => word.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
