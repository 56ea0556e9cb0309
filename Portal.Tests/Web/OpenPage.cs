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
/// A page that somebody keeps open, without a browser: its circuit takes whatever is rendered, and when its connection ends the page is
/// loaded again, as a browser does. Hundreds of them cost the machine little beside what they cost web.
/// </summary>
public sealed partial class OpenPage : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _over = new();
    private readonly HttpClient _person;
    private readonly CookieContainer _cookies;
    private readonly RemoteCertificateValidationCallback _isOurs;
    private readonly string _path;
    private readonly List<TimeSpan> _outages = [];
    private HubConnection? _circuit;
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
        while (true)
        {
            try
            {
                return await Load();
            }
            catch (Exception gone) when (gone is not OperationCanceledException || !_over.IsCancellationRequested)
            {
                await Task.Delay(Pause, TimeProvider.System, _over.Token);
            }
        }
    }

    /// <returns>Ends with its connection.</returns>
    private async Task<TaskCompletionSource> Load()
    {
        if (_circuit is not null)
        {
            await _circuit.DisposeAsync();
        }

        using var answer = await _person.GetAsync(_path, _over.Token);
        answer.EnsureSuccessStatusCode();
        var html = await answer.Content.ReadAsStringAsync(_over.Token);
        var ended = new TaskCompletionSource();
        var rendered = new TaskCompletionSource();
        _circuit = Circuit();
        _circuit.Closed += why =>
        {
            _isUp = false;
            rendered.TrySetException(why ?? new IOException("The connection was closed."));
            ended.TrySetResult();
            return Task.CompletedTask;
        };
        var circuit = _circuit;
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
        var here = new Uri(_person.BaseAddress!, _path).ToString();
        var id = await circuit.InvokeAsync<string?>(
            "StartCircuit",
            _person.BaseAddress!.ToString(),
            here,
            "[]",
            State().Match(html).Groups["state"].Value,
            _over.Token
        );
        id.ShouldNotBeNull("web refused the circuit");
        await circuit.SendAsync("UpdateRootComponents", Roots(html), "", _over.Token);
        await rendered.Task.WaitAsync(TimeSpan.FromMinutes(1), _over.Token);
        _isUp = true;
        return ended;
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
