using System.Data.Common;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Tests.Pages;
using Portal.Web.Features.PortalAccounts;
using Portal.Web.Identity.Workloads;

namespace Portal.Tests.SignIn;

/// <summary>A web that trusts an issuer of workloads' tokens.</summary>
public sealed class WorkloadWeb : ProvidedWeb
{
    internal SilentCommands Cut { get; } = new();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.ConfigureServices(services =>
            services.ConfigureDbContext<PortalDb>(options => options.AddInterceptors(Cut), ServiceLifetime.Singleton)
        );
    }

    protected override Dictionary<string, string?> Settings =>
        new(base.Settings, StringComparer.Ordinal)
        {
            ["Portal:Workloads:Issuers:ci:Title"] = "CI",
            ["Portal:Workloads:Issuers:ci:Authority"] = Provider.Issuer,
            ["Portal:Workloads:Issuers:ci:Audience"] = "this-portal",
            ["Portal:Workloads:Issuers:ci:KeysAtMostEvery"] = "00:00:01",
        };

    /// <summary>A store that reads nothing while it is silent.</summary>
    internal sealed class SilentCommands : DbCommandInterceptor
    {
        public bool IsSilent { get; set; }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        ) =>
            IsSilent
                ? throw new NpgsqlException("The store was silenced by the test.", new IOException("Nobody answers."))
                : ValueTask.FromResult(result);
    }
}

/// <summary>Workloads exchange a token of their own for one of a Portal service account.</summary>
public sealed class WorkloadTests(WorkloadWeb web) : IClassFixture<WorkloadWeb>
{
    private static readonly object Deploy = new
    {
        sub = "repo:shop/payments:ref:refs/heads/main",
        repository_id = "4711",
        @ref = "refs/heads/main",
        event_name = "push",
    };

    [ProviderFact]
    public async Task What_the_rule_names_gets_a_short_token_that_acts_for_the_account_and_for_who_added_the_rule()
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711", @ref = "refs/heads/main" }, ["read", "write"]);

        using var answer = await Exchange(name, await web.Provider.Workload(Deploy));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var given = await answer.Content.ReadFromJsonAsync<JsonElement>();
        given.GetProperty("token_type").GetString().ShouldBe("Bearer");
        given.GetProperty("expires_in").GetInt32().ShouldBe(15 * 60);
        given.GetProperty("scope").GetString().ShouldBe("read write");
        var token = given.GetProperty("access_token").GetString()!;
        using var workload = PortalAccounts.With(web, token);
        (await workload.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var known = (await web.Services.GetRequiredService<ApiTokens>().Recognise(token, null, default))
            .ShouldBeOfType<Outcome<KnownToken>.Done>()
            .Value;
        known.Owner.Caller.Actor.Names.ShouldBe([name, "grace"]);
        known.Owner.Caller.IsServiceAccount.ShouldBeTrue();
        var seen = await Seen(name);
        seen.GetProperty("workloads")[0]
            .GetProperty("lastSubject")
            .GetString()
            .ShouldBe("repo:shop/payments:ref:refs/heads/main");
        seen.GetProperty("tokens").GetArrayLength().ShouldBe(0, "they come and go");
        seen.GetProperty("account").GetProperty("nextExpiry").ValueKind.ShouldBe(JsonValueKind.Null);
        await using var db = await web.Store.CreateDbContextAsync();
        (await db.Set<AuditEvent>().CountAsync(e => e.Subject == name && e.Kind == "account.token-exchanged")).ShouldBe(
            1
        );
    }

    [ProviderFact]
    public async Task The_answer_states_how_long_the_token_lasts_and_not_how_long_the_rule_gives_one()
    {
        var name = await Account();
        var rule = await Rule(name, new { repository_id = "4711" });
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(5);
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            var maker = (await db.Set<WorkloadRule>().SingleAsync(r => r.Id == rule)).MadeWith;
            await db.Set<ApiToken>()
                .Where(t => t.Id == maker)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.ExpiresAt, soon));
        }

        using var answer = await Exchange(name, await web.Provider.Workload(Deploy));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var given = await answer.Content.ReadFromJsonAsync<JsonElement>();
        given.GetProperty("expires_in").GetInt32().ShouldBeInRange(1, 5 * 60);
    }

    [ProviderFact]
    public async Task A_token_that_was_exchanged_for_is_known_before_its_first_call()
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711" });

        var token = await Given(name, await web.Provider.Workload(Deploy));

        web.Services.GetRequiredService<RecognisedTokens>().Has(token).ShouldBeTrue();
    }

    [ProviderFact]
    public async Task A_store_that_does_not_answer_is_not_blamed_on_the_issuer()
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711" });
        var sent = await web.Provider.Workload(Deploy);

        web.Cut.IsSilent = true;
        using var answer = await Exchange(name, sent);
        web.Cut.IsSilent = false;

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        var refused = await answer.Content.ReadFromJsonAsync<JsonElement>();
        refused.GetProperty("error").GetString().ShouldBe("temporarily_unavailable");
        refused.GetProperty("error_description").GetString()!.ShouldContain("The portal's store");
        await Given(name, sent);
    }

    [ProviderFact]
    public async Task Whoever_added_a_rule_that_was_met_is_an_author_and_the_token_is_listed_while_it_works()
    {
        var name = await Account();
        using var sam = await web.As("sam");
        await Rule(name, new { repository_id = "4711" }, ["read", "write"], sam);
        await Rule(name, new { repository_id = "4711", @ref = "refs/heads/main" });
        await Rule(name, new { repository_id = "4712" }, ["read", "write"], sam);
        using var answer = await Exchange(name, await web.Provider.Workload(Deploy));
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;

        var known = (await web.Services.GetRequiredService<ApiTokens>().Recognise(token, null, default))
            .ShouldBeOfType<Outcome<KnownToken>.Done>()
            .Value;
        known.Owner.Caller.Authors.ShouldBe([name, "sam", "grace"]);
        var listed = (await Seen(name)).GetProperty("workloadTokens").EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("name").GetString().ShouldBe("Workload repo:shop/payments:ref:refs/heads/main");

        var id = listed.GetProperty("id").GetInt64();
        (await sam.DeleteAsync($"{PortalAccounts.Path}/{name}/tokens/{id}")).IsSuccessStatusCode.ShouldBeTrue();
        (await Seen(name)).GetProperty("workloadTokens").GetArrayLength().ShouldBe(0);
    }

    [ProviderFact]
    public async Task A_rule_is_added_and_removed_on_the_account_s_page_a_claim_on_each_line()
    {
        var name = await Account();
        await using var seat = await Seat.Of(web, "grace");
        var model = seat.Model<AccountModel>();
        await model.Load(name, default);
        model.Workload.Issuer = model.Issuers.ShouldHaveSingleItem().Key;
        model.Workload.Claims = "repository_id = 4711\nref";

        await model.AddWorkload();
        model.WrongWith("claims").ShouldNotBeNull();
        (model.Workload.Claims, model.Workload.Writes) = ("repository_id = 4711\nref = refs/heads/main", true);
        await model.AddWorkload();

        var rule = model.Value!.Account.Workloads!.ShouldHaveSingleItem();
        rule.InWords.ShouldBe("ref is refs/heads/main, repository_id is 4711");
        rule.Scopes.ShouldBe(TokenScopes.All);
        using var answer = await Exchange(name, await web.Provider.Workload(Deploy));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await model.RemoveWorkload(rule);
        model.Value!.Account.Workloads!.ShouldBeEmpty();
    }

    [ProviderFact]
    public async Task Of_very_many_tokens_the_newest_are_listed_and_how_many_there_are()
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711" });
        using (var answer = await Exchange(name, await web.Provider.Workload(Deploy)))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await Seen(name)).GetProperty("workloadTokenCount").GetInt32().ShouldBe(1);
        await using var db = await web.Store.CreateDbContextAsync();
        var token = await db.Set<ApiToken>()
            .SingleAsync(t =>
                t.WorkloadRuleId != null && db.Set<Person>().Any(p => p.Id == t.PersonId && p.Handle == name)
            );
        foreach (var number in Enumerable.Range(0, 102))
        {
            var another = new ApiToken
            {
                PersonId = token.PersonId,
                Name = token.Name,
                Hash = SHA256.HashData([.. token.Hash, (byte)number]),
                Scopes = token.Scopes,
                CreatedBy = token.CreatedBy,
                WorkloadRuleId = token.WorkloadRuleId,
                SignIn = token.SignIn,
                CreatedAt = token.CreatedAt,
                ExpiresAt = token.ExpiresAt,
            };
            db.Add(another);
        }

        await db.SaveChangesAsync();

        var seen = await Seen(name);
        seen.GetProperty("workloadTokens").GetArrayLength().ShouldBe(100);
        seen.GetProperty("workloadTokenCount").GetInt32().ShouldBe(103);
    }

    [ProviderTheory]
    [InlineData("unsigned")]
    [InlineData("unknown key")]
    [InlineData("another issuer")]
    [InlineData("another audience")]
    [InlineData("expired")]
    public async Task A_token_that_is_not_to_be_believed_is_worth_nothing(string fault)
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711" });

        using var answer = await Exchange(name, await web.Provider.Workload(Deploy, fault));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("error")
            .GetString()
            .ShouldBe("invalid_grant");
    }

    [ProviderFact]
    public async Task Strangers_learn_nothing_of_accounts_and_rules()
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711", @ref = "refs/heads/release" });
        var disabled = await Account();
        await Rule(disabled, new { repository_id = "4711" });
        using var sam = await web.As("sam");
        await PortalAccounts.Sent(sam, HttpMethod.Post, $"/{disabled}/disable", new { reason = "For a test." });
        var token = await web.Provider.Workload(Deploy);

        var words = new List<string>();
        foreach (var account in new[] { name, disabled, "nobody-here" })
        {
            using var answer = await Exchange(account, token);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            words.Add(await answer.Content.ReadAsStringAsync());
        }

        words.Distinct().ShouldHaveSingleItem();
    }

    [ProviderFact]
    public async Task A_rule_that_is_removed_takes_the_tokens_that_were_got_by_it()
    {
        var name = await Account();
        var rule = await Rule(name, new { repository_id = "4711" });
        using var answer = await Exchange(name, await web.Provider.Workload(Deploy));
        var given = await answer.Content.ReadFromJsonAsync<JsonElement>();
        using var workload = PortalAccounts.With(web, given.GetProperty("access_token").GetString()!);
        using var grace = await web.As("grace");

        await PortalAccounts.Sent(grace, HttpMethod.Delete, $"/{name}/workloads/{rule}");

        (await workload.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var again = await Exchange(name, await web.Provider.Workload(Deploy));
        again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Seen(name)).GetProperty("workloads").GetArrayLength().ShouldBe(0);
    }

    [ProviderTheory]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOnt9fQ.c2ln")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOlsxXX0.c2ln")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.W10.c2ln")]
    [InlineData("W10.W10.c2ln")]
    public async Task Text_that_only_looks_like_a_token_is_refused_and_nothing_breaks(string token)
    {
        using var answer = await Exchange("anything", token);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await answer.Content.ReadAsStringAsync());
        using var stranger = web.Stranger();
        using var report = await stranger.PostAsync(
            "/sign-out/company/back-channel",
            new FormUrlEncodedContent([new("logout_token", token)])
        );
        report.StatusCode.ShouldBe(HttpStatusCode.BadRequest, await report.Content.ReadAsStringAsync());
        using var odd = await Exchange("odd\0name", await web.Provider.Workload(Deploy));
        odd.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [ProviderTheory]
    [InlineData("nonce")]
    [InlineData("events")]
    public async Task A_person_s_token_is_no_workload_s(string claim)
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711" });
        var claims = new Dictionary<string, object>
        {
            ["sub"] = "x",
            ["repository_id"] = "4711",
            [claim] = "any",
        };

        using var answer = await Exchange(name, await web.Provider.Workload(claims));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [ProviderFact]
    public async Task A_rule_ends_with_the_token_that_added_it_and_gives_nothing_while_its_author_is_out()
    {
        var (byToken, byPerson) = (await Account(), await Account());
        using var grace = await web.As("grace");
        await Rule(byToken, new { repository_id = "4711" }, ["read"], grace);
        var sent = await web.Provider.Workload(Deploy);
        using (var before = await Exchange(byToken, sent))
        {
            before.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await using var db = await web.Store.CreateDbContextAsync();
        var rule = await db.Set<WorkloadRule>()
            .SingleAsync(r => db.Set<Person>().Any(p => p.Id == r.AccountId && p.Handle == byToken));
        await db.Set<ApiToken>()
            .Where(t => t.Id == rule.MadeWith)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, TimeProvider.System.GetUtcNow()));

        using (var after = await Exchange(byToken, sent))
        {
            after.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        await Rule(byPerson, new { repository_id = "4711" });
        await db.Set<WorkloadRule>()
            .Where(r => r.Issuer == "ci")
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.CreatedBy, "lin"));
        using var another = await Exchange(byPerson, sent);
        another.StatusCode.ShouldBe(HttpStatusCode.BadRequest, "lin doesn't manage the account");
    }

    [ProviderFact]
    public async Task Whoever_is_disabled_takes_along_the_tokens_that_their_rules_gave_and_no_others()
    {
        var (theirs, another) = (await Account(), await Account());
        using var sam = await web.As("sam");
        using var mina = await web.As("mina");
        await Rule(theirs, new { repository_id = "4711" }, ["read"], mina);
        await Rule(another, new { repository_id = "4711" }, ["read"], sam);
        await using (var db = await web.Store.CreateDbContextAsync())
        {
            // As on a page: what was made with a token ends with that.
            await db.Set<WorkloadRule>().ExecuteUpdateAsync(set => set.SetProperty(r => r.MadeWith, (long?)null));
        }

        var sent = await web.Provider.Workload(Deploy);
        using var first = PortalAccounts.With(web, await Given(theirs, sent));
        using var second = PortalAccounts.With(web, await Given(another, sent));
        (await first.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var disabled = await sam.PostAsJsonAsync("/api/v1/people/mina/disable", new { reason = "For a test." });
        disabled.IsSuccessStatusCode.ShouldBeTrue(await disabled.Content.ReadAsStringAsync());
        (await first.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await second.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var enabled = await sam.PostAsJsonAsync("/api/v1/people/mina/enable", new { });
        enabled.IsSuccessStatusCode.ShouldBeTrue();
        (await first.GetAsync("/api/v1/me")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "it doesn't come back");
    }

    [ProviderFact]
    public async Task A_rule_that_ended_with_its_token_does_not_hide_one_that_counts()
    {
        var name = await Account();
        using var grace = await web.As("grace");
        await Rule(name, new { repository_id = "4711" }, ["read", "write"], grace);
        await Rule(name, new { repository_id = "4711", @ref = "refs/heads/main" });
        await using var db = await web.Store.CreateDbContextAsync();
        var first = await db.Set<WorkloadRule>()
            .Where(r => db.Set<Person>().Any(p => p.Id == r.AccountId && p.Handle == name))
            .OrderBy(r => r.Id)
            .FirstAsync();
        await db.Set<ApiToken>()
            .Where(t => t.Id == first.MadeWith)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.RevokedAt, TimeProvider.System.GetUtcNow()));

        using var answer = await Exchange(name, await web.Provider.Workload(Deploy));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("scope").GetString().ShouldBe("read");
    }

    [ProviderFact]
    public async Task A_rule_gives_nothing_once_its_author_s_role_is_over()
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711" });
        await AddedBy(name, name + "-maker", Role.Approver, TimeProvider.System.GetUtcNow().AddSeconds(-1));

        using var answer = await Exchange(name, await web.Provider.Workload(Deploy));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [ProviderFact]
    public async Task A_rule_gives_nothing_once_its_author_could_not_give_each_role_of_the_account()
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711" });
        await AddedBy(name, name + "-maker", Role.Approver, expires: null);
        var sent = await web.Provider.Workload(Deploy);
        await Given(name, sent);

        // Given while its author was of platform as well.
        await using var db = await web.Store.CreateDbContextAsync();
        db.Add(
            new Membership
            {
                PersonId = (await db.Set<Person>().SingleAsync(p => p.Handle == name)).Id,
                TeamId = (await db.Set<Team>().SingleAsync(t => t.Name == "checkout")).Id,
                Role = Role.Member,
            }
        );
        await db.SaveChangesAsync();

        using var answer = await Exchange(name, sent);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [ProviderFact]
    public async Task A_rule_gives_nothing_once_its_author_has_not_signed_in_for_so_long_that_their_access_is_over()
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711" });
        var author = name + "-left";
        await AddedBy(name, author, Role.Approver, expires: null);
        var sent = await web.Provider.Workload(Deploy);
        await Given(name, sent);

        var now = TimeProvider.System.GetUtcNow();
        await using var db = await web.Store.CreateDbContextAsync();
        db.Add(
            new ExternalIdentity
            {
                Provider = "corp",
                Issuer = "https://corp.example",
                Subject = author,
                PersonId = (await db.Set<Person>().SingleAsync(p => p.Handle == author)).Id,
                SignedInAt = now.AddDays(-31),
                AccessEndsAt = now.AddDays(-1),
            }
        );
        await db.SaveChangesAsync();

        using var answer = await Exchange(name, sent);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    /// <summary>The store says of an author what the one function says of who adds a rule.</summary>
    [ProviderFact]
    public async Task A_rule_gives_a_token_while_its_author_may_manage_the_account_by_whatever_role()
    {
        var name = await Account();
        await Rule(name, new { repository_id = "4711" });
        foreach (var role in Enum.GetValues<Role>())
        {
            var author = $"{name}-{role}".ToLowerInvariant();
            var team = await AddedBy(name, author, role, expires: null);
            var may = Authority.May(
                (await RoleRequestsOf.Caller(web, author)).Caller,
                new CallerAction.ManageAccounts(team)
            );

            using var answer = await Exchange(name, await web.Provider.Workload(Deploy));

            answer.StatusCode.ShouldBe(may.Granted ? HttpStatusCode.OK : HttpStatusCode.BadRequest, $"{role}");
        }
    }

    [ProviderFact]
    public async Task A_rule_that_anybody_s_workload_could_meet_is_refused()
    {
        var name = await Account();
        using var grace = await web.As("grace");
        foreach (
            var (claims, words) in new (object, string)[]
            {
                (new { event_name = "push" }, "Anybody's workload at CI could meet this rule."),
                (new { iss = "x", sub = "y" }, "iss is in every token"),
                (new { sub = "" }, "neither is empty"),
                (new { }, "Name 1 to 10 claims"),
            }
        )
        {
            using var answer = await grace.PostAsJsonAsync(
                $"{PortalAccounts.Path}/{name}/workloads",
                new
                {
                    issuer = "ci",
                    claims,
                    scopes = new[] { "read" },
                }
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await answer.Content.ReadFromJsonAsync<JsonElement>())
                .GetProperty("errors")
                .GetProperty("claims")[0]
                .GetString()!
                .ShouldContain(words);
        }
    }

    [ProviderFact]
    public async Task What_is_no_exchange_is_refused_in_the_words_of_OAuth()
    {
        using var stranger = web.Stranger();
        foreach (
            var (fields, error) in new (Dictionary<string, string>, string)[]
            {
                (new() { ["grant_type"] = "password" }, "unsupported_grant_type"),
                (new() { ["grant_type"] = Grant }, "invalid_request"),
                (
                    new()
                    {
                        ["grant_type"] = Grant,
                        ["subject_token"] = "x",
                        ["subject_token_type"] = "saml",
                    },
                    "invalid_request"
                ),
                (
                    new()
                    {
                        ["grant_type"] = Grant,
                        ["subject_token"] = "x",
                        ["subject_token_type"] = Jwt,
                        ["audience"] = "ci",
                    },
                    "invalid_grant"
                ),
            }
        )
        {
            using var answer = await stranger.PostAsync(TokenExchange.Address, new FormUrlEncodedContent(fields));
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString().ShouldBe(error);
        }
    }

    [Fact]
    public void Settings_that_are_wrong_keep_the_portal_from_starting()
    {
        var options = new WorkloadOptions();
        options.Issuers["ci"] = new IssuerOptions { Authority = "http://ci.example.com" };
        options.Issuers["Two"] = new IssuerOptions
        {
            Authority = "https://ci.example.com",
            Audience = "portal",
            Timeout = TimeSpan.Zero,
        };

        var wrong = string.Join('\n', new WorkloadOptionsCheck().Validate(null, options).Failures!);

        wrong.ShouldContain("ci:Authority: “http://ci.example.com” is not the address of an issuer");
        wrong.ShouldContain("ci:Audience is missing");
        wrong.ShouldContain("Two: a key has lower-case letters");
        wrong.ShouldContain("Two:Timeout");
    }

    private const string Grant = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string Jwt = "urn:ietf:params:oauth:token-type:jwt";

    // As if somebody with this role in the account's team had added its rules.
    private async Task<TeamId> AddedBy(string account, string author, Role role, DateTimeOffset? expires)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var team = (await db.Set<Person>().SingleAsync(p => p.Handle == account)).OwnerTeamId!.Value;
        var person = new Person { Handle = author, Name = author };
        db.Add(person);
        await db.SaveChangesAsync();
        db.Add(
            new Membership
            {
                PersonId = person.Id,
                TeamId = team,
                Role = role,
                ByRule = expires is not null,
                ExpiresAt = expires,
            }
        );
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
            update workload_rule set created_by = {author}, made_with = null
            where account_id = (select id from person where handle = {account})
            """
        );
        return team;
    }

    private Task<string> Account() => PortalAccounts.Create(web, PortalAccounts.NewName());

    private async Task<long> Rule(string account, object claims, string[]? scopes = null, HttpClient? by = null)
    {
        using var grace = await web.As("grace");
        var made = await PortalAccounts.Sent(
            by ?? grace,
            HttpMethod.Post,
            $"/{account}/workloads",
            new
            {
                issuer = "ci",
                claims,
                scopes = scopes ?? ["read"],
            }
        );
        return made.GetProperty("id").GetInt64();
    }

    private async Task<JsonElement> Seen(string account)
    {
        using var grace = await web.As("grace");
        return await grace.GetFromJsonAsync<JsonElement>($"{PortalAccounts.Path}/{account}");
    }

    private async Task<string> Given(string account, string token)
    {
        using var answer = await Exchange(account, token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private async Task<HttpResponseMessage> Exchange(string account, string token)
    {
        using var stranger = web.Stranger();
        return await stranger.PostAsync(
            TokenExchange.Address,
            new FormUrlEncodedContent(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["grant_type"] = Grant,
                    ["subject_token"] = token,
                    ["subject_token_type"] = Jwt,
                    ["audience"] = account,
                }
            )
        );
    }
}
