using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Schemas.Compatibility;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;
using Portal.Tests.Pages;

namespace Portal.Tests.Specs;

/// <summary>What is exported says what is there: applied as it is, it changes nothing.</summary>
public sealed class SpecExportTests(SpecExportTests.LargeWeb web) : IClassFixture<SpecExportTests.LargeWeb>
{
    private const int Topics = 1_000;
    private const int OfOthers = 60;
    private static readonly string[] Teams =
    [
        SeededStructure.Payments,
        SeededStructure.Logistics,
        SeededStructure.Platform,
    ];

    // What YAML would read as something else, were it written without care.
    private static readonly string[] Words =
    [
        "",
        "Orders as they are placed.",
        "yes",
        "0x1F",
        "1e3",
        " begins with a space",
        "ends with a break\n",
        "First line:\n  second, indented\n\n# no comment\n--- \nlast",
        "Größe & “quotes” 'single' \"double\" {brace} [list] *star &anchor !tag | > % @ `",
        "tab\tinside",
        "- no list\n- at all",
    ];

    [Fact]
    public async Task An_export_of_a_thousand_topics_and_all_that_goes_with_them_plans_nothing()
    {
        var exported = await web.Exported("sam");

        var plan = await web.Specs("plan", exported, "sam");

        plan.Count("changes").ShouldBe(0, plan.GetRawText());
        (plan.Count("requested"), plan.Count("otherwise")).ShouldBe((0, 0));
        plan.GetProperty("unchanged").GetInt32().ShouldBe(Topics + 4 * OfOthers);
        (await web.Specs("apply", exported, "sam")).Count("changes").ShouldBe(0);
    }

    [Fact]
    public async Task An_export_of_a_team_and_an_environment_is_theirs_and_plans_nothing()
    {
        var exported = await web.Exported("ada", "?team=payments&environment=dev");

        exported.ShouldNotContain("owner: logistics");
        (await web.Specs("plan", exported, "ada")).Count("changes").ShouldBe(0);
        (await web.Exported("ada", "?environment=staging")).ShouldNotContain("kind:");
    }

    [Theory]
    [InlineData("topics/dev-eu-1/large.topic.1")]
    [InlineData("schemas/dev-eu-1/large.topic.1-value")]
    [InlineData("access/dev-eu-1/large-grant-1")]
    [InlineData("service-accounts/dev-eu-1/large-1")]
    [InlineData("jobs/dev-eu-1/large-job-1")]
    public async Task Labels_are_on_the_page_of_their_resource(string page)
    {
        using var sam = await PageVisitor.Of(web.Address, "sam");

        (await sam.GetStringAsync($"/{page}")).ShouldContain("<div>cost-centre: 1</div>");
    }

    [Fact]
    public async Task One_value_that_was_edited_in_the_export_is_the_one_that_is_planned()
    {
        var exported = await web.Exported("sam");
        var edited = exported.Replace("retention.ms: \"86400777\"", "retention.ms: 86400000", StringComparison.Ordinal);
        edited.ShouldNotBe(exported);

        var change = (await web.Specs("plan", edited, "sam")).GetProperty("changes")[0];

        change
            .GetProperty("resources")
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("on")
            .GetProperty("name")
            .GetString()
            .ShouldBe("large.topic.777");
    }

    /// <summary>A cluster of which everything is managed, and every topic was seen just as it is wanted.</summary>
    public sealed class LargeWeb : WatchedWeb
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await using var db = await Store.CreateDbContextAsync();
            await db.Set<Resource>().ExecuteDeleteAsync();
            var teams = await db.Set<Team>().ToDictionaryAsync(t => t.Name, t => t.Id);
            foreach (var (kind, name, spec) in All())
            {
                db.Add(
                    new Resource
                    {
                        Kind = kind,
                        ClusterId = Dev,
                        Name = name,
                        OwnerTeamId = teams[spec.Owner],
                        Spec = Services.GetRequiredService<ResourceKinds>().Of(kind).WriteSpec(spec),
                        CreatedAt = Now.AddDays(-1),
                        UpdatedAt = Now.AddDays(-1),
                    }
                );
            }

            var cluster = await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == Dev);
            cluster.Endpoints.Add(new() { Kind = EndpointKind.Registry, Addresses = "http://127.0.0.1:1" });
            cluster.Endpoints.Add(new() { Kind = EndpointKind.Flink, Addresses = "http://127.0.0.1:1" });
            await db.SaveChangesAsync();
            var seen = Enumerable.Range(0, Topics).Select(i => Seen($"large.topic.{i}", Topic(i)));
            Health.Show(Sample.Cluster(Dev, "dev-eu-1", "dev", seen, []));
        }

        private static IEnumerable<(ResourceKind Kind, string Name, ResourceSpec Spec)> All()
        {
            for (var i = 0; i < Topics; i++)
            {
                yield return (TopicKind.Word, $"large.topic.{i}", Topic(i));
            }

            for (var i = 0; i < OfOthers; i++)
            {
                var topic = $"large.topic.{i}";
                yield return (SchemaKind.Word, $"{topic}-value", Schema(i));
                yield return (AccessKind.Word, $"large-grant-{i}", Grant(i, topic));
                yield return (ServiceAccountKind.Word, $"large-{i}", Account(i));
                yield return (JobKind.Word, $"large-job-{i}", Job(i, topic));
            }
        }

        private TopicSnapshot Seen(string name, TopicSpec spec) =>
            Sample.Topic(name, spec.Partitions, LagStatus.Ok) with
            {
                Replication = spec.Replication,
                Configs = spec.Configs.ToImmutableSortedDictionary(
                    c => c.Key,
                    c => new LiveConfig(c.Value, IsDefault: false),
                    StringComparer.Ordinal
                ),
            };

        private static TopicSpec Topic(int i) =>
            new(
                1 + i % 12,
                1 + i % 3,
                i % 5 == 0
                    ? TopicSpec.NoConfigs
                    : TopicSpec
                        .NoConfigs.Add("retention.ms", (86_400_000 + i).ToString(CultureInfo.InvariantCulture))
                        .Add("cleanup.policy", i % 2 == 0 ? "delete" : "compact,delete"),
                Teams[i % Teams.Length],
                (Tier)(i % 3),
                Words[i % Words.Length]
            )
            {
                Labels = Labels(i),
            };

        private static SchemaSpec Schema(int i) =>
            new(
                i % 3 == 0 ? SchemaType.Json : SchemaType.Avro,
                i % 3 == 0
                    ? """{ "type": "object" }"""
                    : $$"""
                    {
                      "type": "record", "name": "R{{i}}",
                      "fields": [{ "name": "id", "type": "string", "doc": "It's \"quoted\": yes" }]
                    }
                    """,
                i % 4 == 0 ? [new SchemaReference("Other", "large.topic.1-value", 1)] : [],
                i % 2 == 0 ? null : CompatibilityLevel.FullTransitive,
                Teams[i % Teams.Length],
                Words[i % Words.Length]
            )
            {
                Labels = Labels(i),
            };

        // A grant belongs to the owner of its topic.
        private static AccessSpec Grant(int i, string topic) =>
            new(
                $"User:app-{i}",
                (AccessMode)(i % 4),
                topic,
                AclPattern.Literal,
                i % 4 == 0 ? $"app-{i}-" : null,
                i % 4 == 2 ? $"tx-{i}-" : null,
                i % 5 == 0 ? null : new DateTimeOffset(2027, 3, 1, 12, 30, 0, TimeSpan.Zero),
                NeverExpires: i % 5 == 0,
                Teams[i % Teams.Length],
                Words[i % Words.Length]
            )
            {
                Labels = Labels(i),
            };

        private static ServiceAccountSpec Account(int i) =>
            new((CredentialMechanism)(i % 2), 1 + i % 3, Teams[i % Teams.Length], Words[i % Words.Length])
            {
                Labels = Labels(i),
            };

        private static JobSpec Job(int i, string topic)
        {
            var spec = JobWorlds.Spec(
                $"-- Copies {topic}: 'as it is'\n{JobWorlds.Copy(topic, $"large.topic.{i + 1}")}",
                i % 2 == 0 ? JobDesired.Running : JobDesired.Suspended,
                1 + i % 4,
                10 + i
            );
            return spec with
            {
                Owner = Teams[i % Teams.Length],
                Tier = (Tier)(i % 3),
                Description = Words[i % Words.Length],
                Definition = spec.Definition with
                {
                    Writes = i % 3 == 0 ? [new JobSink($"dev.large.topic.{i + 1}", ["value"], Upsert: true)] : [],
                },
                Labels = Labels(i),
            };
        }

        private static Labels Labels(int i) =>
            i % 3 == 0
                ? default
                : new([
                    KeyValuePair.Create("cost-centre", i.ToString(CultureInfo.InvariantCulture)),
                    KeyValuePair.Create("example.org/on-call", i % 2 == 0 ? "yes" : "Größe: \"XL\" # no comment"),
                ]);
    }
}
