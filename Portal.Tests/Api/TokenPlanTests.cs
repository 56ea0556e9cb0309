using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Changes;
using Portal.Tests.Kit;

namespace Portal.Tests.Api;

/// <summary>Whether a token works is asked of it and of its makers, however many others there are.</summary>
public sealed partial class TokenPlanTests(ManyTokens many) : IClassFixture<ManyTokens>
{
    private const string Table = "api_token";
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly QueryPlans _plans = new();

    [Fact]
    public async Task A_token_is_recognised_without_reading_the_others()
    {
        var tokens = many.Tokens(_plans);

        (await tokens.Recognise(many.Plain, null, Never))
            .ShouldBeOfType<Outcome<KnownToken>.Done>()
            .Value.Id.ShouldBe(many.Made.Id);
        (await tokens.Find(many.Made.Id, Never))!.MadeWith.ShouldBe([many.Maker.Id]);

        (await _plans.Scans(many.Store, Table)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_of_tokens_looks_at_no_others_than_its_own_and_their_makers()
    {
        var list = many.List(_plans);

        (await list.Newest(null, null, 50, Never))[0].FirstMadeAt.ShouldBeLessThan(many.Made.CreatedAt);
        (await list.Newest(null, ManyTokens.Others / 2, 50, Never)).Count.ShouldBe(50);
        (await list.Find(many.Made.Id, Never))!.MadeWith.ShouldBe([many.Maker.Id]);

        (await _plans.Scans(many.Store, Table)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_persons_working_tokens_are_counted_in_one_pass()
    {
        (await many.Tokens(_plans).Working(many.Made.PersonId, Never)).ShouldBeGreaterThan(1_000);

        var passes = (await _plans.Scans(many.Store, Table)).Sum(plan => Pass().Count(plan));
        passes.ShouldBeLessThanOrEqualTo(1);
    }

    [GeneratedRegex(@"Seq Scan on api_token\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Pass();
}

/// <summary>A store with tokens of years: one in ten was made with another, and one in a hundred was revoked.</summary>
public sealed class ManyTokens : IAsyncLifetime
{
    public const int Others = 20_000;

    private readonly PostgresDatabase _database = new();

    public NpgsqlDataSource Store { get; private set; } = null!;

    public TokenRow Maker { get; private set; } = null!;

    public TokenRow Made { get; private set; } = null!;

    /// <summary>The made one itself.</summary>
    public string Plain { get; private set; } = "";

    private static TokenLife Life =>
        new(Options.Create(new TokenOptions { Mode = SignInMode.Embedded }), TimeProvider.System);

    internal ApiTokens Tokens(QueryPlans plans) =>
        new(Watched(plans), new CallerReader(Watched(plans)), Life, new RecognisedTokens(), TimeProvider.System);

    internal TokenList List(QueryPlans plans) => new(Watched(plans), Life);

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        Store = NpgsqlDataSource.Create(_database.ConnectionString);
        var store = Watched(new QueryPlans());
        await new Seed(store, TimeProvider.System).Plant(CancellationToken.None);
        await using (var fill = Store.CreateCommand(Filling))
        {
            await fill.ExecuteNonQueryAsync();
        }

        await using var db = await store.CreateDbContextAsync();
        var ada = (await db.Set<Person>().SingleAsync(p => p.Handle == "ada")).Id;
        (_, Maker) = await Issue(ada, null);
        (Plain, Made) = await Issue(ada, await Tokens(new QueryPlans()).Find(Maker.Id, CancellationToken.None));
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await _database.DisposeAsync();
    }

    private Task<(string Plain, TokenRow Row)> Issue(PersonId person, ApiToken? maker) =>
        Tokens(new QueryPlans())
            .Issue(Actor.Seed, person, "one", TimeSpan.FromDays(1), TokenScopes.All, CancellationToken.None, maker);

    private IDbContextFactory<PortalDb> Watched(QueryPlans plans) => new InterceptedStore(Store, plans);

    // The store numbers them from 1 on, so those that are made with another are with the one before.
    private static readonly string Filling = $"""
        insert into api_token (person_id, name, hash, made_with, created_at, expires_at, revoked_at)
            select p.ids[n % array_length(p.ids, 1) + 1], 'script ' || n, sha256(n::text::bytea),
                case n % 10 when 0 then array[n - 1] else '{"{}"}' end,
                now() - interval '1 day', now() + interval '1 day', case n % 100 when 1 then now() end
            from generate_series(1, {Others}) n, (select array_agg(id) as ids from person) p;
        analyze;
        """;
}
