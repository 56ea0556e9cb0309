using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.SignIn;

/// <summary>Needs Node and npm, for the provider: skipped, by name, where they aren't.</summary>
public sealed class ProviderFactAttribute : FactAttribute
{
    public ProviderFactAttribute() => Skip = KafkaJs.Missing;
}

public sealed class ProviderTheoryAttribute : TheoryAttribute
{
    public ProviderTheoryAttribute() => Skip = KafkaJs.Missing;
}

/// <summary>npm's oidc-provider as a process of its own, with people and faults as a test sets them.</summary>
public sealed class OpenIdProvider : IDisposable
{
    public const string Client = "portal";
    public const string Secret = "a secret of this test, 32 bytes long";

    private static readonly JsonSerializerOptions Stated = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly RunFolder _folder;
    private readonly HttpClient _http;

    private OpenIdProvider(RunFolder folder, Uri issuer) =>
        (_folder, _http) = (folder, new HttpClient { BaseAddress = issuer });

    /// <summary>As its tokens name it.</summary>
    public string Issuer => _http.BaseAddress!.OriginalString;

    public static async Task<OpenIdProvider> Start()
    {
        var scripts = await KafkaJs.Installed("openid");
        var folder = AppProcess.Folder();
        var port = FreePorts.One();
        // The folder's undertaker ends what has a file with its number there.
        await Command.Run(
            "bash",
            "-c",
            """cd "$1" && { NODE_NO_WARNINGS=1 setsid node provider.js "$2" > "$3/provider.log" 2>&1 & echo $! > "$3/provider.pid"; }""",
            "bash",
            scripts,
            port.ToString(CultureInfo.InvariantCulture),
            folder.Path
        );
        var provider = new OpenIdProvider(folder, new Uri($"http://127.0.0.1:{port}"));
        await Deadline.Until(() => File.ReadAllText(Path.Combine(folder.Path, "provider.log")).Contains("ready"));
        return provider;
    }

    /// <summary>People may come back to this portal.</summary>
    public Task Knows(Uri portal) => Tell("portal", portal.GetLeftPart(UriPartial.Authority));

    public Task Has(string id, string name, params string[] groups) => HasOf(null, id, name, groups);

    /// <summary>With a claim beside the groups.</summary>
    public Task HasOf(string? department, string id, string name, params string[] groups) =>
        Tell(
            "person",
            JsonSerializer.Serialize(
                new
                {
                    id,
                    name,
                    preferred_username = id,
                    email = $"{id}@example.com",
                    groups,
                    department,
                },
                Stated
            )
        );

    /// <summary>Nobody with this id is there any more: no session of theirs is confirmed.</summary>
    public Task Forgets(string id) => Tell("gone", id);

    /// <summary>Reports to the portal that somebody signed out; a fault makes something else of it.</summary>
    /// <param name="session">Null: all of theirs.</param>
    /// <returns>What the portal answers.</returns>
    public async Task<HttpStatusCode> Reports(string id, string? session, string fault = "none") =>
        (HttpStatusCode)
            int.Parse(
                await Tell(
                    "report",
                    JsonSerializer.Serialize(
                        new
                        {
                            sub = id,
                            sid = session,
                            fault,
                        }
                    )
                ),
                CultureInfo.InvariantCulture
            );

    /// <summary>What a CI service gives a workload that states these claims.</summary>
    public Task<string> Workload(object claims, string fault = "none") =>
        Tell("workload", JsonSerializer.Serialize(new { claims, fault }));

    /// <summary>All that it gave out.</summary>
    public async Task<string[]> RefreshTokens() =>
        JsonSerializer.Deserialize<string[]>(await Tell("refresh-tokens", ""))!;

    /// <summary>Refresh, access and id tokens: all that it gave out.</summary>
    public async Task<string[]> Tokens() => JsonSerializer.Deserialize<string[]>(await Tell("tokens", ""))!;

    /// <summary>New keys; the former are gone at once.</summary>
    public Task RotateKeys() => Tell("rotate", "");

    /// <summary>Until the returned object is disposed, it answers like this.</summary>
    public async Task<IAsyncDisposable> Faulty(string fault)
    {
        await Tell("fault", fault);
        return new Fault(this);
    }

    /// <summary>How often the keys were read since the fault began.</summary>
    public async Task<int> KeyReadings() => int.Parse(await Tell("readings", ""), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<string> Tell(string what, string words)
    {
        using var question = new HttpRequestMessage(HttpMethod.Post, $"/test/{what}")
        {
            Content = new StringContent(words),
        };
        question.Headers.ConnectionClose = true; // it hangs up on who was silent for five seconds
        using var answer = await _http.SendAsync(question);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private sealed class Fault(OpenIdProvider provider) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await provider.Tell("fault", "none");
    }
}
