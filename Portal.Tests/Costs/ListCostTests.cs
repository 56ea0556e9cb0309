using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Tests.Schemas;
using Portal.Web.Api;

namespace Portal.Tests.Costs;

/// <summary>
/// Lists of the API are paged in the store: a page costs what it shows, and all pages together show everything once, in the order of its keys. What is counted
/// are the rows that the store gives. To find them it may look through all that one cluster has: accounts, of which each has several rows; ACLs, whose key is
/// computed; and grants, for those that aren't managed yet.
/// </summary>
public sealed class ListCostTests(ListCostTests.Lists web) : IClassFixture<ListCostTests.Lists>
{
    private const int MostRows = 300;

    [Fact]
    public async Task A_page_of_grants_reads_no_more_rows_than_it_shows_of_a_thousand()
    {
        web.Grants.Count.ShouldBeGreaterThan(1_000);
        await using var source = NpgsqlDataSource.Create(web.Connection);
        AccessFilter[] filters = [new(), new(Principal: "User:app-3"), new(Search: "TEAM-4"), new(Cluster: "prod")];
        foreach (var filter in filters)
        {
            foreach (var after in new[] { null, "prod-eu-1/Team.123" })
            {
                var rows = new ReadRows();
                var list = new AccessList(new InterceptedStore(source, rows), TestKinds.All);

                var page = await list.Page(filter, after, 51, CancellationToken.None);

                page.ShouldNotBeEmpty();
                rows.Count.ShouldBeInRange(page.Count, MostRows, $"{filter} after {after}");
            }
        }
    }

    [Fact]
    public async Task A_page_of_what_else_is_listed_reads_no_more_rows_than_it_shows()
    {
        await using var source = NpgsqlDataSource.Create(web.Connection);
        var rows = new ReadRows();
        var store = new InterceptedStore(source, rows);

        var subjects = await new SchemaList(store).Page(
            new SchemaFilter(Environment: null),
            _ => true,
            null,
            11,
            CancellationToken.None
        );
        var accounts = await new ServiceAccountCatalogue(store, TestKinds.All).Page(
            new ServiceAccountFilter(null, null, null, null),
            null,
            11,
            CancellationToken.None
        );
        var acls = await new AccessList(store, TestKinds.All).Unmanaged(
            new UnmanagedFilter(null, null, null, null),
            null,
            11,
            CancellationToken.None
        );

        (subjects.Count, accounts.Count, acls.Count).ShouldBe((11, 11, 11));
        rows.Count.ShouldBeLessThan(MostRows);
    }

    [Theory]
    [InlineData(4, true, "1")]
    [InlineData(6, true, "1 2")]
    [InlineData(2, false, "1 1 2")]
    public async Task Keys_are_looked_for_on_a_few_clusters_at_a_time_and_on_none_behind_a_full_page(
        int take,
        bool areListed,
        string clusters
    )
    {
        string[] names = ["a", "b", "c", "d"];
        await using var source = NpgsqlDataSource.Create(web.Connection);
        await using var db = new InterceptedStore(source, new ReadRows()).CreateDbContext();
        var looked = new List<int>();

        await KeyedPage.Read<string>(
            db,
            environment: null,
            cluster: null,
            after: null,
            take,
            (place, most) =>
            {
                looked.Add(place.Clusters.Length);
                var left =
                    from cluster in place.Clusters.Zip(place.Names)
                    from name in names
                    where string.CompareOrdinal(name, cluster.Second) > 0
                    select new ListedName(cluster.First, name);
                return Task.FromResult(left.Take(most).ToList());
            },
            (ids, named) =>
                Task.FromResult<IReadOnlyDictionary<ListedName, string>>(
                    ids.SelectMany(id => named.Select(name => new ListedName(id.Value, name)))
                        .Where(_ => areListed)
                        .ToDictionary(key => key, key => key.Name)
                ),
            CancellationToken.None
        );

        string.Join(' ', looked).ShouldBe(clusters);
    }

    [Fact]
    public async Task All_pages_of_grants_show_each_once_by_cluster_and_name()
    {
        (await Walk("access", "", 200)).ShouldBe(Keys(_ => true));
        (await Walk("access", "cluster=prod", 7)).ShouldBe(Keys(made => made.Cluster == "prod"));
    }

    [Theory]
    [InlineData("dev-eu-1/team-499")]
    [InlineData("prod-eu-1/")]
    [InlineData("prod-eu-1/team")]
    [InlineData("prod")]
    [InlineData("prod/Team.003")]
    [InlineData("prod0")]
    [InlineData("zz")]
    public async Task A_list_goes_on_after_any_key_also_one_that_is_not_there(string after) =>
        (await Walk("access", "", 200, after)).ShouldBe(
            Keys(made => string.CompareOrdinal($"{made.Cluster}/{made.Name}", after) > 0)
        );

    [Fact]
    public async Task What_narrows_the_list_of_grants_takes_what_it_is_about_and_nothing_else()
    {
        var until = web.Now.AddDays(100);
        (string Query, Func<Made, bool> Takes)[] narrowed =
        [
            ("environment=prod", made => made.Cluster != "dev-eu-1"),
            ("cluster=nowhere", _ => false),
            ("owner=logistics", made => made.Owner == "logistics"),
            ("owner=nobody", _ => false),
            ("principal=User:app-3", made => made.Spec.Principal == "User:app-3"),
            ("topic=orders.7", made => CountsFor(made, "orders.7")),
            ("topic=else", made => CountsFor(made, "else")),
            ($"expiresBefore={Uri.EscapeDataString($"{until:O}")}", made => made.Ends < until),
            ("search=TEAM.0", made => Has(made, "TEAM.0")),
            ("search=M_1", made => Has(made, "M_1")),
            ($"search={Uri.EscapeDataString("JÜRGEN")}", made => Has(made, "JÜRGEN")),
            ("search=%25", _ => false),
            ("search=", _ => true),
            (
                "environment=dev&owner=payments&principal=User:app-1&search=orders",
                made =>
                    made is { Cluster: "dev-eu-1", Owner: "payments", Spec.Principal: "User:app-1" }
                    && Has(made, "orders")
            ),
        ];
        foreach (var (query, takes) in narrowed)
        {
            (await Walk("access", query, 200)).ShouldBe(Keys(takes), ignoreOrder: false, query);
        }
    }

    [Fact]
    public async Task All_pages_of_ACLs_that_no_grant_holds_show_each_once_in_the_order_of_its_key()
    {
        (await Walk("acls", "", 200, of: AclKey)).ShouldBe(Acls(_ => true));
        (await Walk("acls", "", 3, of: AclKey)).ShouldBe(Acls(_ => true));
        (await Walk("acls", "cluster=prod", 3, of: AclKey)).ShouldBeEmpty();
        (await Walk("acls", "principal=User:a-b", 3, of: AclKey)).ShouldBe(Acls(acl => acl.Principal == "User:a-b"));
        (await Walk("acls", "topic=orders.7", 3, of: AclKey)).ShouldBe(
            Acls(acl => acl.AppliesTo(AclResource.Topic, "orders.7"))
        );
    }

    [Fact]
    public async Task All_pages_of_service_accounts_show_those_that_are_seen_and_those_that_are_managed()
    {
        string[] all = [.. Lists.Accounts.Append("managed-alone").Select(name => $"dev-eu-1/{name}")];
        Array.Sort(all, StringComparer.Ordinal);

        (await Walk("service-accounts", "", 3)).ShouldBe(all);
        (await Walk("service-accounts", "owner=payments", 3)).ShouldBe([
            "dev-eu-1/account-01",
            "dev-eu-1/managed-alone",
        ]);
        (await Walk("service-accounts", "search=ACCOUNT-0", 3)).ShouldBe([
            .. all.Where(key => key.Contains("account-0", StringComparison.Ordinal)),
        ]);
    }

    [Fact]
    public async Task All_pages_of_schemas_show_those_that_are_seen_and_those_that_are_managed()
    {
        string[] all = [.. Lists.Subjects.Append("managed-alone").Select(name => $"dev-eu-1/{name}")];
        Array.Sort(all, StringComparer.Ordinal);

        (await Walk("schemas", "", 3)).ShouldBe(all);
        (await Walk("schemas", "environment=prod", 3)).ShouldBeEmpty();
        (await Walk("schemas", "owner=payments", 3)).ShouldBe(["dev-eu-1/managed-alone", "dev-eu-1/subject-01-value"]);
        (await Walk("schemas", "q=PAYMENTS", 3)).ShouldBe(["dev-eu-1/managed-alone", "dev-eu-1/subject-01-value"]);
        (await Walk("schemas", "q=payments&type=AVRO", 3)).ShouldBe(["dev-eu-1/subject-01-value"]);
        (await Walk("schemas", "type=JSON", 3)).ShouldBe(["dev-eu-1/subject-00-value"]);
        (await Walk("schemas", "search=ECT-0", 3)).ShouldBe([
            .. all.Where(key => key.Contains("ect-0", StringComparison.Ordinal)),
        ]);
    }

    [Fact]
    public async Task All_pages_of_topics_show_those_that_are_seen_and_those_that_are_managed()
    {
        string[] all =
        [
            "dev-eu-1/orders",
            "prod-eu-1/never.seen",
            "prod-eu-1/orders",
            "prod-eu-1/payments.captured",
            "prod-eu-1/shipments",
        ];

        (await Walk("topics", "", 1)).ShouldBe(all);
        (await Walk("topics", "owner=payments", 2)).ShouldBe(all[1..4]);
        (await Walk("topics", "search=ORD", 1)).ShouldBe(["dev-eu-1/orders", "prod-eu-1/orders"]);
        (await Walk("topics", "", 200, "prod-eu-1/orders")).ShouldBe(all[3..]);
        (await Walk("topics", "", 200, "prod-eu-1")).ShouldBe(all[1..]);
    }

    private List<string> Keys(Func<Made, bool> takes) =>
        [.. web.Grants.Where(takes).Select(made => $"{made.Cluster}/{made.Name}").Order(StringComparer.Ordinal)];

    private static bool CountsFor(Made made, string topic) =>
        GrantedAcls.Of(made.Spec).Any(acl => acl.AppliesTo(AclResource.Topic, topic));

    private static bool Has(Made made, string words) =>
        $"{made.Name}\n{made.Spec.Principal}\n{made.Spec.Topic}".Contains(words, StringComparison.OrdinalIgnoreCase);

    private async Task<List<string>> Walk(
        string list,
        string query,
        int limit,
        string? after = null,
        Func<JsonElement, string>? of = null
    )
    {
        using var ada = await web.As("ada");
        var keys = new List<string>();
        var next = after;
        do
        {
            var from = next is null ? "" : $"&after={Uri.EscapeDataString(next)}";
            var answer = await ada.GetStringAsync($"/api/v1/{list}?limit={limit}&{query}{from}");
            using var page = JsonDocument.Parse(answer);
            var items = page.RootElement.GetProperty("items").EnumerateArray().ToList();
            items.Count.ShouldBeLessThanOrEqualTo(limit);
            keys.AddRange(items.Select(of ?? RowKey));
            next = page.RootElement.GetProperty("next").GetString();
        } while (next is not null);

        return keys;
    }

    private static string RowKey(JsonElement row) =>
        $"{row.GetProperty("cluster").GetString()}/{row.GetProperty(row.TryGetProperty("subject", out _) ? "subject" : "name").GetString()}";

    private List<string> Acls(Func<Acl, bool> takes) =>
        [
            .. web
                .Acls.Where(takes)
                .OrderBy(acl => new UnmanagedAcl(web.Dev, "", "", acl, web.Now).Key, StringComparer.Ordinal)
                .Select(acl =>
                    string.Join(
                        ' ',
                        acl.Principal,
                        ApiJson.Word(acl.Resource),
                        ApiJson.Word(acl.Pattern),
                        acl.Name,
                        ApiJson.Word(acl.Operation)
                    )
                ),
        ];

    private static string AclKey(JsonElement row)
    {
        var acl = row.GetProperty("acl");
        return string.Join(
            ' ',
            new[] { "principal", "resource", "pattern", "name", "operation" }.Select(part =>
                acl.GetProperty(part).GetString()
            )
        );
    }

    /// <summary>A grant that the test has made.</summary>
    public sealed record Made(string Cluster, string Name, string Owner, AccessSpec Spec, DateTimeOffset? Ends);

    /// <summary>The web over a thousand grants on three clusters, one of whose names begins as another's, and some of what else is listed.</summary>
    public sealed class Lists : WatchedWeb
    {
        public static readonly string[] Accounts =
        [
            .. Enumerable.Range(0, 12).Select(i => $"account-{i:00}"),
            "Account.1",
            "account_1",
        ];

        public static readonly string[] Subjects =
        [
            .. Enumerable.Range(0, 12).Select(i => $"subject-{i:00}-value"),
            "Subject.1",
            ":.eu:subject-1",
        ];

        public string Connection => StoreConnection;

        public List<Made> Grants { get; } = [];

        public List<Acl> Acls { get; } = [];

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await Manage("never.seen", "payments");
            var third = await Register("prod", "prod", isLocal: false);
            await using var db = await Store.CreateDbContextAsync();
            var teams = await db.Set<Team>().ToDictionaryAsync(team => team.Name, team => team.Id);
            Grant(db, teams, Dev, "dev-eu-1", 500);
            Grant(db, teams, Prod, "prod-eu-1", 500);
            Grant(db, teams, third, "prod", 40);
            await db.SaveChangesAsync();
            await See(db);
            AddSubjects(db, teams["payments"]);
            AddAccounts(db, teams["payments"]);
            await db.SaveChangesAsync();
        }

        private void Grant(PortalDb db, Dictionary<string, TeamId> teams, ClusterId cluster, string name, int many)
        {
            for (var i = 0; i < many; i++)
            {
                var spec = Spec(i);
                string[] starts = ["Team.", "team_", "team-"];
                var made = new Made(name, $"{starts[i % 3]}{i:000}", spec.Owner, spec, spec.Expires);
                Grants.Add(made);
                db.Add(Managed(AccessKind.Word, cluster, made.Name, teams[spec.Owner], CoreJson.Write(spec)));
                if (i % 10 != 2)
                {
                    db.Add(
                        new AccessGrant
                        {
                            ClusterId = cluster,
                            Name = made.Name,
                            Principal = spec.Principal,
                            Topic = spec.IsOneTopic ? spec.Topic : null,
                            ExpiresAt = spec.Expires,
                            RunId = new RunId(1),
                            GrantedAt = Now,
                        }
                    );
                }
            }
        }

        // Some by other names than ASCII's, patterns, and without an end.
        private AccessSpec Spec(int i) =>
            new(
                i % 10 == 9 ? $"User:CN=Jürgen {i % 7}" : $"User:app-{i % 7}",
                AccessMode.Read,
                i % 50 == 0 ? "orders."
                    : i % 51 == 0 ? Acl.Any
                    : $"orders.{i}",
                i % 50 == 0 ? AclPattern.Prefixed : AclPattern.Literal,
                "app-",
                null,
                i % 2 == 0 ? Now.AddDays(i + 1) : null,
                NeverExpires: i % 2 != 0,
                i % 4 == 0 ? "logistics" : "payments",
                "For a test."
            );

        // The first grant of all holds one of them.
        private async Task See(PortalDb db)
        {
            var held = new Acl("User:app-0", AclOperation.Read, AclResource.Topic, AclPattern.Prefixed, "orders.");
            var grant = await db.Set<AccessGrant>().FirstAsync(g => g.ClusterId == Dev && g.Principal == "User:app-0");
            db.AddRange(AccessAcl.Of(grant.Id, held, adopted: false), SeenAcl.Of(Dev, held, Now));
            Acls.AddRange(
                Enum.GetValues<AclOperation>()
                    .Select(act => new Acl("User:a", act, AclResource.Topic, AclPattern.Literal, "orders.7"))
            );
            Acls.AddRange(
                Enum.GetValues<AclResource>()
                    .Select(what => new Acl("User:a-b", AclOperation.Read, what, AclPattern.Prefixed, "orders"))
            );
            Acls.AddRange(
                new[] { "User:a/A", "User:a/b", "User:a/Topic", "User:CN=Jürgen" }.Select(who => new Acl(
                    who,
                    AclOperation.All,
                    AclResource.Topic,
                    AclPattern.Literal,
                    Acl.Any,
                    AclPermission.Deny,
                    "10.0.0.1"
                ))
            );
            db.AddRange(Acls.Select(acl => SeenAcl.Of(Dev, acl, Now)));
        }

        private void AddSubjects(PortalDb db, TeamId owner)
        {
            foreach (var subject in Subjects)
            {
                db.AddRange(
                    new SeenSubject
                    {
                        ClusterId = Dev,
                        Name = subject,
                        Newest = 1,
                        FirstSeenAt = Now,
                        SeenAt = Now,
                    },
                    new SeenSchema
                    {
                        ClusterId = Dev,
                        Subject = subject,
                        Version = 1,
                        SchemaId = 1,
                        Type = subject == Subjects[0] ? SchemaType.Json : SchemaType.Avro,
                        Text = SchemaWorlds.Order("id"),
                        Refs = [],
                        FirstSeenAt = Now,
                    }
                );
            }

            var spec = CoreJson.Write(SchemaWorlds.Spec(SchemaWorlds.Order("id")));
            db.AddRange(
                Managed(SchemaKind.Word, Dev, Subjects[1], owner, spec),
                Managed(SchemaKind.Word, Dev, "managed-alone", owner, spec)
            );
        }

        private void AddAccounts(PortalDb db, TeamId owner)
        {
            db.AddRange(
                Accounts
                    .SelectMany(_ => Enum.GetValues<CredentialMechanism>(), (name, mechanism) => (name, mechanism))
                    .Select(account => new SeenCredential
                    {
                        ClusterId = Dev,
                        Name = account.name,
                        Mechanism = account.mechanism,
                        Iterations = 8192,
                        FirstSeenAt = Now,
                    })
            );
            var spec = new ServiceAccountSpec(CredentialMechanism.ScramSha512, 1, "payments", "For a test.");
            db.AddRange(
                Managed(ServiceAccountKind.Word, Dev, Accounts[1], owner, CoreJson.Write(spec)),
                Managed(ServiceAccountKind.Word, Dev, "managed-alone", owner, CoreJson.Write(spec))
            );
        }

        private Resource Managed(ResourceKind kind, ClusterId cluster, string name, TeamId owner, string spec) =>
            new()
            {
                Kind = kind,
                ClusterId = cluster,
                Name = name,
                OwnerTeamId = owner,
                Spec = spec,
                CreatedAt = Now,
                UpdatedAt = Now,
            };
    }
}
