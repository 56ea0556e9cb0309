using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Portal.Tests.Kit;

namespace Portal.Tests.Web;

/// <summary>
/// A page that somebody keeps open, without a browser: its circuit takes whatever is rendered, and when its connection ends the page joins
/// again or is loaded again, as it does in a browser. Hundreds of them cost the machine little beside what they cost web.
/// </summary>
public sealed partial class OpenPage : IAsyncDisposable
{
    /// <summary>After so many a browser tries no more to join again: <c>maxRetries</c> in Portal.Web/wwwroot/js/start.js.</summary>
    public const int AllowedTries = 120;

    // As Portal.Web/wwwroot/js/start.js has it: at once, then each second.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _over = new();
    private readonly HttpClient _person;
    private readonly CookieContainer _cookies;
    private readonly RemoteCertificateValidationCallback _isOurs;
    private readonly string _path;
    private readonly List<TimeSpan> _outages = [];
    private readonly List<string> _broken = [];
    private HubConnection? _circuit;
    private string _id = "";
    private Task _life = Task.CompletedTask;
    private volatile bool _isUp;

    private OpenPage(
        HttpClient person,
        CookieContainer cookies,
        RemoteCertificateValidationCallback isOurs,
        string path
    ) => (_person, _cookies, _isOurs, _path) = (person, cookies, isOurs, path);

    /// <summary>What it was sent last has arrived, and its connection stands.</summary>
    public bool IsUp => _isUp;

    /// <summary>From each end of its connection until the page stood again.</summary>
    public IReadOnlyList<TimeSpan> Outages => _outages;

    /// <summary>To join again, after one end of its connection.</summary>
    public int MostTries { get; private set; }

    /// <summary>Why, each time that a browser would have been left with a page of an error, or one without a connection.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <param name="person">Signed in, with these cookies.</param>
    public static async Task<OpenPage> Open(
        HttpClient person,
        CookieContainer cookies,
        RemoteCertificateValidationCallback isOurs,
        string path
    )
    {
        var page = new OpenPage(person, cookies, isOurs, path);
        var ended = await page.Load();
        page._life = page.Live(ended);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _life;
        if (_circuit is not null)
        {
            await _circuit.DisposeAsync();
        }

        _over.Dispose();
    }

    private async Task Live(TaskCompletionSource ended)
    {
        try
        {
            while (true)
            {
                await ended.Task.WaitAsync(_over.Token);
                var since = TimeProvider.System.GetTimestamp();
                ended = await Again();
                _outages.Add(TimeProvider.System.GetElapsedTime(since));
            }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested) { }
    }

    private async Task<TaskCompletionSource> Again()
    {
        var tries = 0;
        var joined = await Tried(() =>
        {
            MostTries = Math.Max(MostTries, ++tries);
            return Joined();
        });
        if (joined is not null)
        {
            return joined;
        }

        await Tried(async () => await IsServed() ? "" : throw new IOException("No process is there."));
        while (true)
        {
            try
            {
                return await Load();
            }
            catch (Exception gone) when (gone is not OperationCanceledException || !_over.IsCancellationRequested)
            {
                _broken.Add(gone.Message);
            }
        }
    }

    private async Task<T> Tried<T>(Func<Task<T>> trial)
    {
        while (true)
        {
            try
            {
                return await trial();
            }
            catch (Exception gone) when (gone is not OperationCanceledException || !_over.IsCancellationRequested)
            {
                await Task.Delay(Pause, TimeProvider.System, _over.Token);
            }
        }
    }

    /// <returns>Null: who answers doesn't have the circuit.</returns>
    private async Task<TaskCompletionSource?> Joined()
    {
        var (ended, _) = await Connect();
        if (!await _circuit!.InvokeAsync<bool>("ConnectCircuit", _id, _over.Token))
        {
            return null;
        }

        _isUp = true;
        return ended;
    }

    private async Task<bool> IsServed()
    {
        using var answer = await _person.GetAsync("/health/live", _over.Token);
        return answer.StatusCode
            is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout);
    }

    /// <returns>Ends with its connection.</returns>
    private async Task<TaskCompletionSource> Load()
    {
        using var answer = await _person.GetAsync(_path, _over.Token);
        answer.EnsureSuccessStatusCode();
        var html = await answer.Content.ReadAsStringAsync(_over.Token);
        var (ended, rendered) = await Connect();
        var here = new Uri(_person.BaseAddress!, _path).ToString();
        _id =
            await _circuit!.InvokeAsync<string?>(
                "StartCircuit",
                _person.BaseAddress!.ToString(),
                here,
                "[]",
                State().Match(html).Groups["state"].Value,
                _over.Token
            ) ?? throw new IOException("Web refused the circuit.");
        await _circuit!.SendAsync("UpdateRootComponents", Roots(html), "", _over.Token);
        await rendered.Task.WaitAsync(TimeSpan.FromMinutes(1), _over.Token);
        _isUp = true;
        return ended;
    }

    private async Task<(TaskCompletionSource Ended, TaskCompletionSource Rendered)> Connect()
    {
        if (_circuit is not null)
        {
            await _circuit.DisposeAsync();
        }

        var (ended, rendered) = (new TaskCompletionSource(), new TaskCompletionSource());
        var circuit = _circuit = Circuit();
        circuit.Closed += why =>
        {
            _isUp = false;
            rendered.TrySetException(why ?? new IOException("The connection was closed."));
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        circuit.On<long, byte[]>(
            "JS.RenderBatch",
            async (batch, _) =>
            {
                rendered.TrySetResult();
                await circuit.SendAsync("OnRenderCompleted", batch, (string?)null, _over.Token);
            }
        );
        circuit.On<string>("JS.Error", words => rendered.TrySetException(new IOException(words)));
        await circuit.StartAsync(_over.Token);
        return (ended, rendered);
    }

    private HubConnection Circuit()
    {
        var builder = new HubConnectionBuilder().WithUrl(
            new Uri(_person.BaseAddress!, "/_blazor"),
            HttpTransportType.WebSockets,
            options =>
            {
                options.Cookies = _cookies;
                options.SkipNegotiation = true;
                options.WebSocketConfiguration = socket => socket.RemoteCertificateValidationCallback = _isOurs;
            }
        );
        builder.Services.AddSingleton<IHubProtocol>(new BlazorPack());
        return builder.Build();
    }

    private static string Roots(string html) =>
        new JsonObject
        {
            ["batchId"] = 1,
            ["operations"] = new JsonArray([
                .. Markers()
                    .Matches(html)
                    .Select(marker => JsonNode.Parse(marker.Groups["json"].Value)!)
                    .Where(marker => (string?)marker["type"] == "server")
                    .Select(
                        (marker, index) =>
                            (JsonNode)
                                new JsonObject
                                {
                                    ["type"] = "add",
                                    ["ssrComponentId"] = index + 1,
                                    ["marker"] = marker,
                                }
                    ),
            ]),
        }.ToJsonString(JsonSerializerOptions.Default);

    [GeneratedRegex("<!--Blazor:(?<json>.*?)-->", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Markers();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>.*?)-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex State();

    /// <summary>Blazor's own name for the protocol.</summary>
    private sealed class BlazorPack : IHubProtocol
    {
        private readonly MessagePackHubProtocol _pack = new();

        public string Name => "blazorpack";

        public int Version => 1;

        public TransferFormat TransferFormat => TransferFormat.Binary;

        public bool IsVersionSupported(int version) => version == Version;

        public bool TryParseMessage(
            ref System.Buffers.ReadOnlySequence<byte> input,
            IInvocationBinder binder,
            [NotNullWhen(true)] out HubMessage? message
        ) => _pack.TryParseMessage(ref input, binder, out message);

        public void WriteMessage(HubMessage message, System.Buffers.IBufferWriter<byte> output) =>
            _pack.WriteMessage(message, output);

        public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _pack.GetMessageBytes(message);
    }
}
