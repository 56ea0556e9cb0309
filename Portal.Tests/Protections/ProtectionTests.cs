using Portal.Tests.Api;
using Portal.Tests.Audit;
using Portal.Tests.Clusters;
using Portal.Tests.House;
using Portal.Tests.Kit;
using Portal.Tests.Web;

namespace Portal.Tests.Protections;

/// <summary>
/// Each protection is taken out, and its test, the same method that shows it, turns red. What of a sign-in at a provider can be taken out is in
/// <see cref="ProviderProtectionTests"/>, what decides on roles in the two matrices.
/// </summary>
public sealed class ProtectionTests(SabotagedWeb web, PostgresDatabase database)
    : IClassFixture<SabotagedWeb>,
        IClassFixture<PostgresDatabase>
{
    // 3. Open pages
    [Fact]
    public Task Connections_of_any_page() =>
        RedWithout(
            Protection.OwnPages,
            () =>
                new EndpointAccessTests(web).A_circuit_is_opened_by_the_portals_own_pages_only(
                    "https://evil.example",
                    "/_blazor"
                )
        );

    [Fact]
    public async Task Open_pages_that_are_not_looked_after()
    {
        using var unwatched = new CircuitAccessTests(database)
        {
            Recheck = TimeSpan.FromDays(1),
            Within = TimeSpan.FromMilliseconds(500),
        };
        await unwatched.InitializeAsync();

        await Sabotaged.TurnsRed(
            unwatched.A_session_that_is_ended_in_another_process_ends_the_open_page_at_the_next_look
        );
    }

    // 4. Headers
    [Fact]
    public Task Answers_without_their_headers() =>
        RedWithout(
            Protection.Headers,
            () =>
                new StrictHeaderTests(web).Every_answer_takes_from_a_page_the_rights_it_does_not_need("/api/v1/topics")
        );

    // 5. Secrets
    [Fact]
    public async Task Secrets_that_nothing_seals()
    {
        await using var registry = await Registry.Open(new Registry.Unsealed());

        await Sabotaged.TurnsRed(() => CredentialTests.IsSealed(registry));
    }

    // 6. Outgoing connections
    [Fact]
    public async Task Addresses_that_are_all_within_reach()
    {
        using var anywhere = new ReachTests { Denied = [] };

        await Sabotaged.TurnsRed(anywhere.A_name_that_leads_where_the_portal_must_not_go_is_not_connected_to);
    }

    // 7. What others wrote is data
    [Fact]
    public Task Pages_that_render_text_as_markup()
    {
        SecurityTests.IsMarkup("<p>@((MarkupString)topic.Name)</p>").ShouldBeTrue();
        SecurityTests.IsMarkup("builder.AddMarkupContent(1, topic.Name);").ShouldBeTrue();
        SecurityTests.IsScriptMarkup("row.innerHTML = topic.name;").ShouldBeTrue();
        SecurityTests.IsMarkup("<p>@topic.Name</p>").ShouldBeFalse();
        return Task.CompletedTask;
    }

    [Fact]
    public Task Logs_that_keep_line_breaks() =>
        Sabotaged.TurnsRed(() =>
        {
            SecurityTests.BeginsNoLine(new RawFormatter());
            return Task.CompletedTask;
        });

    // 8. API tokens
    [Fact]
    public Task Tokens_without_scopes() =>
        RedWithout(Protection.Scopes, () => new TokenTests(web).A_token_that_may_only_read_changes_nothing());

    [Fact]
    public Task Tokens_without_an_end() =>
        RedWithout(Protection.TokenEnd, () => new TokenTests(web).An_expired_token_is_refused());

    // 9. Limits
    [Fact]
    public Task Requests_without_a_limit() => RedWithout(Protection.RequestRate, () => LimitTests.IsLimited(web));

    [Fact]
    public Task Bodies_without_a_limit() =>
        RedWithout(Protection.BodyLength, () => new EndpointAccessTests(web).A_body_that_is_too_long_is_refused());

    // 10. Audit
    [Fact]
    public async Task A_chain_without_signed_heads_outside_of_the_store()
    {
        var alone = new SignedHeadsTests { Believed = store => new BareChain(store) };
        await alone.InitializeAsync();
        try
        {
            await Sabotaged.TurnsRed(alone.An_end_that_was_cut_off_is_found_also_when_new_events_were_sealed_since);
        }
        finally
        {
            await alone.DisposeAsync();
        }
    }

    // 11. Fuzzing
    [Fact]
    public Task Requests_whose_faults_nobody_answers_for() =>
        RedWithout(
            Protection.Failures,
            async () =>
            {
                using var sam = await web.As("sam");
                var operations = await ApiDescription.Operations(web);
                var (_, surprises) = await OpenApiTests.Surprises(
                    sam,
                    "sam",
                    operations.Where(o => o.Id == "storeJobSecret"),
                    most: 40
                );
                surprises.ShouldBeEmpty();
            }
        );

    // 12. Packages
    [Fact]
    public void Packages_that_are_not_listed_or_come_with_another_licence()
    {
        (string Name, string? Licence)[] restored = [("Npgsql", "PostgreSQL"), ("Quartz", "Apache-2.0")];
        var listed = new Dictionary<string, string>(StringComparer.Ordinal) { ["Npgsql"] = "PostgreSQL" };
        Should.Throw<ShouldAssertException>(() => LicenceTests.AreListed(restored, listed));
        listed["Quartz"] = "MIT";
        Should.Throw<ShouldAssertException>(() => LicenceTests.AreListed(restored, listed));
        listed["Quartz"] = "GPL-3.0";
        Should.Throw<ShouldAssertException>(() =>
            LicenceTests.AreListed([("Npgsql", "PostgreSQL"), ("Quartz", "GPL-3.0")], listed)
        );
        listed["Quartz"] = "Apache-2.0";
        LicenceTests.AreListed(restored, listed);
    }

    [Theory]
    [InlineData("\"enableAudit\": \"true\"", "\"enableAudit\": \"false\"")]
    [InlineData("\"auditMode\": \"all\"", "\"auditMode\": \"direct\"")]
    [InlineData("\"auditLevel\": \"low\"", "\"auditLevel\": \"critical\"")]
    [InlineData("\"enableAudit\"", "\"suppressedAdvisories\": {}, \"enableAudit\"")]
    [InlineData("\"warningProperties\": {", "\"warningProperties\": { \"noWarn\": [\"NU1903\"],")]
    public void Restores_that_look_for_no_known_vulnerabilities(string with, string without)
    {
        var assets = File.ReadAllText(Repository.PathOf("Portal.Web", "obj", "project.assets.json"));
        assets.ShouldContain(with);
        Should.Throw<ShouldAssertException>(() =>
            PackageAuditTests.IsAudited(assets.Replace(with, without, StringComparison.Ordinal))
        );
    }

    private async Task RedWithout(Protection protection, Func<Task> test)
    {
        await test();
        web.Without = protection;
        try
        {
            await Sabotaged.TurnsRed(test);
        }
        finally
        {
            web.Without = null;
        }
    }
}
