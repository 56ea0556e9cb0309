using System.Net.Http.Headers;
using System.Text.Json;

namespace Portal.Bench.Running;

/// <summary>A portal of this bench's own: another state folder and other ports than a person's, started by the one command.</summary>
internal sealed class RunningPortal : IAsyncDisposable
{
    private const string FirstPort = "9600";
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["PORTAL_STATE"] = Path.Combine(Path.GetTempPath(), "portal-bench"),
        ["PORTAL_PORT"] = FirstPort,
    };

    private readonly bool _withDemo;

    private RunningPortal(bool withDemo) => _withDemo = withDemo;

    /// <param name="withDemo">With what a newcomer sees; without it, empty.</param>
    public static async Task<RunningPortal> Start(CancellationToken stop, bool withDemo = false)
    {
        var portal = new RunningPortal(withDemo);
        await portal.Command(stop, "down", "--forget", "--yes");
        await portal.Up(stop);
        return portal;
    }

    public Task Up(CancellationToken stop) =>
        Command(stop, ["up", "--detach", .. _withDemo ? Array.Empty<string>() : ["--empty"]]);

    public Task Down(CancellationToken stop) => Command(stop, "down");

    /// <returns>By the name of the part.</returns>
    public async Task<IReadOnlyDictionary<string, ProcessMemory>> Memory(CancellationToken stop) =>
        (await Status(stop))
            .GetProperty("parts")
            .EnumerateArray()
            .ToDictionary(p => p.GetProperty("name").GetString()!, ProcessMemory.Of, StringComparer.Ordinal);

    /// <summary>As <c>./portal status --json</c> tells it.</summary>
    public async Task<JsonElement> Status(CancellationToken stop) =>
        JsonSerializer.Deserialize<JsonElement>(await Command(stop, "status", "--json"));

    public async Task<HttpClient> As(string person, CancellationToken stop)
    {
        var token = await Command(stop, "token", person);
        var http = new HttpClient { BaseAddress = new Uri((await Status(stop)).GetProperty("web").GetString()!) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        return http;
    }

    public async ValueTask DisposeAsync() => await Command(CancellationToken.None, "down", "--forget", "--yes");

    private Task<string> Command(CancellationToken stop, params string[] arguments) =>
        Shell.Run(Path.Combine(Repository.Root, "portal"), arguments, _environment, stop);
}
