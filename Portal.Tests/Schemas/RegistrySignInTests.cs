using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Registries;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Engines;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Schemas;

/// <summary>Registries behind TLS of a private authority that let in who brings a token, as they are registered and then used.</summary>
public sealed class RegistrySignInTests : IAsyncLifetime, IDisposable
{
    private const string Token = "t0p.secret-token_1";
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly PrivateAuthority _authority = new("Portal test authority");
    private WorkerWorld _world = null!;
    private ClusterId _dev;

    public async Task InitializeAsync()
    {
        // What is registered first is replaced by each test.
        _world = await WorkerWorld.OnRegistry("http://127.0.0.1:9");
        await using var db = await _world.Open();
        _dev = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    public void Dispose() => _authority.Dispose();

    [Theory, OnBundled, OnApicurio]
    public async Task A_registry_behind_a_private_authority_is_signed_in_to_with_a_token_that_nobody_sees_again(
        RegistryProduct product
    )
    {
        await using var gate = await Gate(product);

        (await Save(new(gate.Url, Token: Token, CaPem: _authority.Pem))).ShouldBeOfType<Outcome<RegistryFacts>.Done>();

        var subject = $"{Path.GetRandomFileName()}-value";
        var made = await _world.RegisterBehindUs(subject, SchemaWorlds.Order("id"));
        var registry = await _world.Registry();
        var asked = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => registry.Subject(subject, Never)));
        asked.ShouldAllBe(seen => seen!.Newest == made);
        gate.Brought.ShouldAllBe(brought => brought == $"Bearer {Token}");
        await using var db = await _world.Open();
        var endpoint = await Endpoint(db);
        (endpoint.HttpSignIn, endpoint.Username, endpoint.Tls).ShouldBe((HttpSignInMethod.Bearer, null, true));
        var sealedToken = (await db.Set<Secret>().SingleAsync(s => s.Id == endpoint.SecretId)).Protected!;
        Encoding.UTF8.GetString(sealedToken).ShouldNotContain(Token);
        (await db.Set<AuditEvent>().ToListAsync()).ShouldAllBe(e => e.Data == null || !e.Data.Contains(Token));
        new RegistryDraft(gate.Url, Token: Token).ToString().ShouldNotContain(Token);
    }

    [Fact]
    public async Task An_authority_that_nobody_trusts_is_named_and_asked_for()
    {
        await using var gate = await Gate(RegistryProduct.Bundled);

        var refused = await Refused(new(gate.Url, Token: Token));

        refused["caPem"]
            .ShouldBe(
                $"No secure connection to {new Uri(gate.Url).Authority}. The certificate there: “CN=127.0.0.1” for 127.0.0.1, issued by “CN=Portal test authority”, valid until {Tomorrow}. If its issuer is your own authority, give that authority's certificate."
            );
        gate.Brought.ShouldBeEmpty("nothing is sent to one that isn't trusted");
    }

    [Fact]
    public async Task Another_authority_than_the_one_that_signed_is_refused()
    {
        using var other = new PrivateAuthority("Another authority");
        await using var gate = await Gate(RegistryProduct.Bundled);

        var refused = await Refused(new(gate.Url, Token: Token, CaPem: other.Pem));

        refused["caPem"].ShouldEndWith("It has to be signed by the authority given here, and name the host.");
        gate.Brought.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_though_the_authority_signed_it()
    {
        await using var gate = await Gate(RegistryProduct.Bundled, host: "elsewhere.test");

        var refused = await Refused(new(gate.Url, Token: Token, CaPem: _authority.Pem));

        refused["caPem"].ShouldContain("for elsewhere.test");
    }

    [Fact]
    public async Task A_port_without_TLS_is_said_to_be_one()
    {
        var plain = (await TwoRegistries.Url(RegistryProduct.Bundled)).Replace("http:", "https:");

        var refused = await Refused(new(plain, CaPem: _authority.Pem));

        refused["url"].ShouldContain("perhaps this port doesn't speak TLS");
    }

    [Theory, OnBundled, OnApicurio]
    public async Task A_wrong_token_is_refused_beside_its_field(RegistryProduct product)
    {
        await using var gate = await Gate(product);

        var refused = await Refused(new(gate.Url, Token: "wrong", CaPem: _authority.Pem));

        refused["token"]
            .ShouldBe(
                $"The registry at {new Uri(gate.Url).Authority} refuses the portal's sign-in. Check user and password, or the token or client certificate, on the cluster's page."
            );
        (await Refused(new(gate.Url, CaPem: _authority.Pem))).Keys.ShouldBe(["signIn"]);
        (await Refused(new(gate.Url, "ada", "wrong", CaPem: _authority.Pem))).Keys.ShouldBe(["password"]);
    }

    [Fact]
    public async Task An_edit_keeps_the_token_where_it_went_before_and_sends_it_nowhere_else()
    {
        using var other = new PrivateAuthority("Another authority");
        await using var gate = await Gate(RegistryProduct.Bundled);
        await using var elsewhere = await Gate(RegistryProduct.Bundled);
        RegistryDraft draft = new(gate.Url, Token: Token, CaPem: _authority.Pem);
        await Save(draft);
        var kept = draft with { Token = null, SignIn = HttpSignInMethod.Bearer };

        (await Save(kept)).ShouldBeOfType<Outcome<RegistryFacts>.Done>();
        (await Refused(kept with { Url = elsewhere.Url }))["token"].ShouldStartWith("Enter the token.");
        (await Refused(kept with { CaPem = other.Pem }))["token"].ShouldStartWith("Enter the token.");
        (await Refused(kept with { SignIn = HttpSignInMethod.Basic, Username = "ada" })).Keys.ShouldBe(["password"]);
        elsewhere.Brought.ShouldBeEmpty();

        gate.Authorization = null;
        (await Save(kept with { SignIn = HttpSignInMethod.None })).ShouldBeOfType<Outcome<RegistryFacts>.Done>();
        await using var db = await _world.Open();
        (await Endpoint(db)).HttpSignIn.ShouldBe(HttpSignInMethod.None);
        (await db.Set<Secret>().Where(s => s.ErasedAt == null).CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Who_uses_a_registry_that_is_registered_anew_tries_again()
    {
        await using var gate = await Gate(RegistryProduct.Bundled);
        var former = await _world.Registry();
        await Save(new(gate.Url, Token: Token, CaPem: _authority.Pem));
        await (await _world.Registry()).Subject("orders-value", Never);

        var closed = await Should.ThrowAsync<EngineException>(async () => await former.Subject("orders-value", Never));

        (closed.Fault, closed.Message).ShouldBe(
            (EngineFault.Transient, "How the registry at 127.0.0.1:9 is registered has just changed.")
        );
    }

    [Fact]
    public async Task A_token_that_somebody_else_set_meanwhile_stays()
    {
        await using var gate = await Gate(RegistryProduct.Bundled);
        gate.Authorization = null;
        RegistryDraft open = new(gate.Url, CaPem: _authority.Pem, SignIn: HttpSignInMethod.None);
        await Save(open);
        var seen = await Tag();
        await Save(new(gate.Url, Token: Token, CaPem: _authority.Pem));
        var theirs = await Tag();

        (await Save(open, seen)).ShouldBeOfType<Outcome<RegistryFacts>.Refused>().Why.ShouldBe(ClusterTag.Changed);

        (await Tag()).ShouldBe(theirs);
        (await Save(open, theirs)).ShouldBeOfType<Outcome<RegistryFacts>.Done>("who saw it may");
    }

    [Fact]
    public async Task A_token_that_is_set_while_another_save_is_tested_stays()
    {
        await using var gate = await Gate(RegistryProduct.Bundled);
        await using var slow = await ScriptedHttp.Start();
        var isTested = new TaskCompletionSource();
        var goesOn = new TaskCompletionSource();
        slow.Answer = async context =>
        {
            isTested.TrySetResult();
            await goesOn.Task;
            var body = context.Request.Path.Value!.Split('/')[1] switch
            {
                "compatibility" => """{"is_compatible":true}""",
                "config" => """{"compatibilityLevel":"BACKWARD"}""",
                "mode" => """{"mode":"READWRITE"}""",
                _ => "[]",
            };
            await ScriptedHttp.Say(200, body)(context);
        };

        var saving = Save(new(slow.Url.AbsoluteUri));
        await isTested.Task;
        await Save(new(gate.Url, Token: Token, CaPem: _authority.Pem));
        var theirs = await Tag();
        goesOn.SetResult();

        (await saving).ShouldBeOfType<Outcome<RegistryFacts>.Refused>().Why.ShouldBe(ClusterTag.Changed);
        (await Tag()).ShouldBe(theirs);
    }

    [Theory]
    [InlineData(HttpSignInMethod.Bearer, null, "p", Token, "password", "A password doesn't count with a bearer token")]
    [InlineData(HttpSignInMethod.Basic, "ada", "p", Token, "token", "A token doesn't count with user and password")]
    [InlineData(HttpSignInMethod.None, null, null, Token, "token", "A token doesn't count without a sign-in")]
    [InlineData(HttpSignInMethod.None, "ada", "p", null, "password", "A password doesn't count without a sign-in")]
    [InlineData(HttpSignInMethod.None, "ada", "p", Token, "username", "A user doesn't count without a sign-in")]
    [InlineData(null, "ada", "p", Token, "password", "A password doesn't count with a bearer token")]
    public async Task What_the_sign_in_has_no_use_for_is_refused_beside_its_field(
        HttpSignInMethod? signIn,
        string? username,
        string? password,
        string? token,
        string field,
        string words
    ) =>
        (await Refused(new("https://registry.internal", username, password, token, SignIn: signIn)))[field]
            .ShouldStartWith(words);

    [Theory]
    [InlineData(
        "http://registry.internal:8081",
        Token,
        null,
        "token",
        "Over http anybody on the way can read the token."
    )]
    [InlineData("https://registry.internal", "Bearer abc", null, "token", "without the word Bearer")]
    [InlineData("https://registry.internal", Token, "ada", "username", "A user doesn't count with a bearer token")]
    [InlineData("https://registry.internal", "", null, "token", "Enter the token.")]
    public async Task What_no_token_can_be_is_refused_before_anybody_is_asked(
        string url,
        string token,
        string? username,
        string field,
        string words
    ) => (await Refused(new(url, username, Token: token, SignIn: HttpSignInMethod.Bearer)))[field].ShouldContain(words);

    [Theory]
    [InlineData("http://127.0.0.1:9", "-----BEGIN CERTIFICATE-----", "counts only with TLS")]
    [InlineData("https://127.0.0.1:9", "-----BEGIN PRIVATE KEY-----", "treat that key as leaked")]
    [InlineData("https://127.0.0.1:9", "no certificate", "isn't a certificate in PEM form")]
    public async Task What_no_authority_can_be_is_refused_before_anybody_is_asked(
        string url,
        string pem,
        string words
    ) => (await Refused(new(url, CaPem: pem)))["caPem"].ShouldContain(words);

    private static string Tomorrow => $"{TimeProvider.System.GetUtcNow().AddDays(1):yyyy-MM-dd}";

    private async Task<TlsGate> Gate(RegistryProduct product, string host = "127.0.0.1") =>
        await TlsGate.Start(await TwoRegistries.Url(product), _authority.Sign(host), $"Bearer {Token}");

    private async Task<Outcome<RegistryFacts>> Save(RegistryDraft draft, string? seen = null) =>
        await _world
            .Get<RegistryRegistration>()
            .Save(await _world.Person(Role.Platform, SeededStructure.Platform), _dev, draft, seen, Never);

    private async Task<IReadOnlyDictionary<string, string>> Refused(RegistryDraft draft) =>
        (await Save(draft)).ShouldBeOfType<Outcome<RegistryFacts>.Refused>().Why.Fields!;

    private async Task<string> Tag()
    {
        await using var db = await _world.Open();
        return HttpTag.Of(
            await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == _dev),
            [EndpointKind.Registry]
        );
    }

    private async Task<Endpoint> Endpoint(PortalDb db) =>
        (await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == _dev)).Endpoints.Single(e =>
            e.Kind == EndpointKind.Registry
        );
}
