using System.Text;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Web.Api;
using Portal.Web.Api.Kinds;
using Portal.Web.Api.Schemas;
using Portal.Web.Api.Specs;
using Portal.Web.Api.Topics;

namespace Portal.Tests.Specs;

/// <summary>Documents that people keep: read as their kinds' specs, and what is wrong is said with its line.</summary>
public sealed class SpecReaderTests
{
    private const string Topic = """
        apiVersion: portal/v1
        kind: topic
        metadata:
          name: payments.orders
          cluster: dev
          owner: payments
        spec:
          partitions: 6
          replication: 1
          configs:
            retention.ms: 604800000 # a week
            cleanup.policy: compact
          tier: critical
        """;

    private const string Boundary = "0123456789abcdef";

    private readonly SpecReader _reader = Reader();

    [Fact]
    public void Documents_of_several_files_are_read_with_their_places_and_settings_need_no_quotes()
    {
        var (documents, problems) = _reader.Read(
            $"""
            # boundary: {Boundary}
            # {Boundary} topics/orders.yaml
            # Kept by Payments.
            {Topic}
            ---
            # nothing in this one
            ---
            apiVersion: portal/v1
            kind: topic
            metadata: {"{"} name: payments.old, cluster: dev, owner: payments {"}"}
            state: absent
            typedName: payments.old
            # {Boundary} schemas/orders.yml
            apiVersion: portal/v1
            kind: schema
            metadata:
              name: payments.orders-value
              cluster: dev
              owner: payments
            spec:
              type: AVRO
              schema: |
                "string"
            """
        );

        problems.Listed.ShouldBeEmpty();
        documents
            .Select(d => $"{d.Place} {d.Kind} {d.Name} of {d.Owner} on {d.Cluster}")
            .ShouldBe([
                "topics/orders.yaml:2:1 topic payments.orders of payments on dev",
                "topics/orders.yaml:18:1 topic payments.old of payments on dev",
                "schemas/orders.yml:1:1 schema payments.orders-value of payments on dev",
            ]);
        var spec = documents[0].Spec.ShouldBeOfType<TopicSpec>();
        spec.Configs["retention.ms"].ShouldBe("604800000");
        (spec.Partitions, spec.Owner).ShouldBe((6, "payments"));
        $"{documents[0].Places.At("spec.configs.retention.ms")}".ShouldBe("topics/orders.yaml:12:5");
        $"{documents[0].Places.At("spec.description")}".ShouldBe("topics/orders.yaml:8:1", "where it would stand");
        (documents[1].Spec, documents[1].TypedName).ShouldBe((null, "payments.old"));
        documents[2].Spec.ShouldBeOfType<SchemaSpec>().Schema.ShouldBe("\"string\"");
    }

    [Theory]
    [InlineData("partitions: 6", "partitons: 6", "8:3: This isn't the spec of a topic: partitons is unknown")]
    [InlineData(
        "partitions: 6",
        "partitions: six",
        "8:3: This isn't the spec of a topic: partitions has to be a whole number"
    )]
    [InlineData("kind: topic", "kind: job", "2:1: There is no kind named job; there is schema, topic.")]
    [InlineData("portal/v1", "portal/v9", "1:1: There is no apiVersion portal/v9; there is portal/v1.")]
    [InlineData("  owner: payments", "  owners: payments", "6:3: There is no field metadata.owners")]
    [InlineData("  owner: payments\n", "", "3:1: metadata.owner is missing.")]
    [InlineData("  owner: payments", "  cluster: prod", "6:3: cluster is here twice.")]
    [InlineData("  owner: payments", "\towner: payments", "This isn't YAML: ")]
    [InlineData("name: payments.orders", "name: &name payments.orders", "4:9: Anchors aren't taken")]
    [InlineData("name: payments.orders", "name: *name", "4:9: Aliases aren't taken")]
    [InlineData("name: payments.orders", "name: !!str payments.orders", "4:9: Tags aren't taken.")]
    [InlineData("spec:", "state: gone\nspec:", "7:1: The only state is absent")]
    [InlineData("spec:", "state: absent\ntypedName: x\nspec:", "9:1: What should be absent has no spec.")]
    [InlineData("spec:", "spec: [", "This isn't YAML: ")]
    [InlineData("payments.orders", "\"\\uD800\\u0041\"", "This isn't YAML: ")]
    [InlineData("payments.orders", "\"a\\0b\"", "4:9: This holds a character that can't be kept")]
    [InlineData("  partitions: 6", "  Partitions: 6", "8:3: This isn't the spec of a topic: Partitions is unknown")]
    [InlineData(
        "spec:",
        "spec:\n  tags: [orders]",
        "8:3: There is no field spec.tags. Labels, which serve as tags, are in metadata.labels"
    )]
    [InlineData(
        "  owner: payments",
        "  owner: payments\n  tags: [a]",
        "7:3: There is no field metadata.tags; there is name, cluster, owner, labels."
    )]
    [InlineData("retention.ms: 604800000", "retention.ms: [1]", "11:5: This isn't the spec of a topic")]
    public void What_is_wrong_is_said_where_it_stands(string what, string instead, string words)
    {
        var (documents, problems) = _reader.Read(Topic.Replace(what, instead, StringComparison.Ordinal));

        documents.ShouldBeEmpty();
        problems.Listed.Select(p => $"{p.Place}: {p.Words}").ShouldContain(line => line.Contains(words));
    }

    [Theory]
    [InlineData("kind: topic\nmetadata: {}\nspec: {}\n", "2:1: metadata is missing, or has no fields.")]
    [InlineData("metadata: {\nname: x}\n", "This isn't YAML")]
    [InlineData("%YAML 1.2\n---\n- x\n", "3:1: A document is a mapping of fields.")]
    [InlineData("? [a, b]\n: c\n", "A key is a plain word.")]
    [InlineData("<<: x\nkind: topic\n", "There is no field <<")]
    public void Odd_documents_are_refused_in_words(string text, string words) =>
        _reader
            .Read(text)
            .Problems.Listed.Select(p => $"{p.Place}: {p.Words}")
            .ShouldContain(line => line.Contains(words));

    [Fact]
    public void A_byte_order_mark_is_no_part_of_a_field()
    {
        var (documents, problems) = _reader.Read($"# boundary: {Boundary}\n# {Boundary} a.yaml\n\uFEFF{Topic}");

        problems.Listed.ShouldBeEmpty();
        documents.ShouldHaveSingleItem().Place.Line.ShouldBe(1);
    }

    [Theory]
    [InlineData("Orders.\n")]
    [InlineData("Größe: 3 # no comment")]
    [InlineData("{\"a\": \"it's\"}")]
    [InlineData("line\n\ttab\n\nend\n")]
    [InlineData(" begins with a space\nends")]
    [InlineData("🙂 \u2028 \u200B")]
    [InlineData("1e3")]
    [InlineData("- x")]
    [InlineData("a: b")]
    [InlineData("on")]
    [InlineData("\r\n")]
    public void Any_text_is_read_as_it_was_written(string words)
    {
        var text = YamlText.Of(
            new()
            {
                ["kind"] = "topic",
                ["spec"] = new System.Text.Json.Nodes.JsonObject { ["d"] = words },
            }
        );

        var read = new SpecYaml(new("a", text + "\n")).Documents().ToList().ShouldHaveSingleItem().Root["spec"]![
            "d"
        ]!.GetValue<string>();

        read.ShouldBe(words, text);
    }

    [Fact]
    public void Each_file_with_a_mistake_says_its_own()
    {
        var (_, problems) = _reader.Read(
            $"# boundary: {Boundary}\n# {Boundary} a.yaml\n- a list\n# {Boundary} b.yaml\nkind: topic\n"
        );

        problems.Listed.Select(p => p.Place.File).Distinct().ShouldBe(["a.yaml", "b.yaml"]);
    }

    [Theory]
    [InlineData("# file: b.yaml")]
    [InlineData("# boundary: fedcba9876543210")]
    [InlineData("# fedcba9876543210 b.yaml")]
    public void A_comment_is_never_the_beginning_of_another_file(string comment)
    {
        var text = $"{Topic}\n{comment}\nspecs: {{}}\n";

        var (_, several) = _reader.Read($"# boundary: {Boundary}\n# {Boundary} a.yaml\n{text}");
        var (_, one) = _reader.Read(text);

        $"{several.Listed.ShouldHaveSingleItem().Place}".ShouldBe("a.yaml:15:1");
        $"{one.Listed.ShouldHaveSingleItem().Place}".ShouldBe("the request:15:1");
    }

    [Fact]
    public void What_stands_before_the_first_file_is_not_lost()
    {
        var (documents, problems) = _reader.Read($"# boundary: {Boundary}\n{Topic}\n# {Boundary} a.yaml\n- a list\n");

        $"{documents.ShouldHaveSingleItem().Place}".ShouldBe("the request:2:1");
        $"{problems.Listed.ShouldHaveSingleItem().Place}".ShouldBe("a.yaml:1:1");
    }

    [Fact]
    public void A_bomb_of_aliases_and_a_tower_of_brackets_are_refused_at_once()
    {
        var bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";
        var tower = $"spec: {new string('[', 5_000)}";

        _reader.Read(bomb).Problems.Listed.ShouldHaveSingleItem().Words.ShouldContain("Anchors");
        _reader.Read(tower).Problems.Listed.ShouldHaveSingleItem().Words.ShouldContain("deeper than 32 levels");
    }

    [Fact]
    public void A_megabyte_is_read_or_refused_in_a_sentence()
    {
        var large = new string('x', 1024 * 1024);

        _reader.Read($"{Topic}\n# {large}\n").Problems.Listed.ShouldBeEmpty();
        var described = _reader.Read($"{Topic}\n  description: {large}\n").Documents.ShouldHaveSingleItem();
        described.Spec.ShouldBeOfType<TopicSpec>().Description.Length.ShouldBe(large.Length, "its kind refuses it");
        foreach (var (what, instead) in Large(large))
        {
            var problem = _reader
                .Read(Topic.Replace(what, instead, StringComparison.Ordinal))
                .Problems.Listed.ShouldHaveSingleItem();
            problem.Words.Length.ShouldBeLessThan(200, what);
        }
    }

    private static IEnumerable<(string What, string Instead)> Large(string text) =>
        [
            ("kind: topic", $"kind: {text}"),
            ("portal/v1", text),
            ("name: payments.orders", $"name: {text}"),
            ("cluster: dev", $"cluster: {text}"),
            ("owner: payments", $"owner: {text}"),
            ("tier: critical", $"tier: {text}"),
            ("tier: critical", $"{text}: 1"),
            ("tier: critical", $"? {text}\n  : 1"),
            ("tier: critical", $"tier: &{text} critical"),
            ("tier: critical", $"tier: !{text} critical"),
            ("tier: critical", $"tier: *{text}"),
        ];

    [Fact]
    public void What_is_exported_is_read_as_the_same()
    {
        var spec = new TopicSpec(
            3,
            1,
            TopicSpec.NoConfigs.Add("retention.ms", "-1").Add("cleanup.policy", "delete"),
            "payments",
            Description: "First line,\n  second: indented\n\n# no comment\n"
        );
        var text = YamlText.Of(
            new()
            {
                ["apiVersion"] = SpecReader.Version,
                ["kind"] = "topic",
                ["metadata"] = new System.Text.Json.Nodes.JsonObject
                {
                    ["name"] = "a",
                    ["cluster"] = "dev",
                    ["owner"] = "payments",
                },
                ["spec"] = System.Text.Json.JsonSerializer.SerializeToNode(
                    new TopicApi().Show((ResourceSpec)spec),
                    Json().Value.SerializerOptions
                ),
            }
        );

        var (documents, problems) = _reader.Read(text + "\n");

        problems.Listed.ShouldBeEmpty(text);
        text.ShouldContain("description: |\n", Case.Sensitive, text);
        documents.ShouldHaveSingleItem().Spec.ShouldBe(spec);
    }

    private static SpecReader Reader() =>
        new(
            new KindApis([new TopicApi(), new SchemaApi()], Json()),
            new ResourceKinds([new TopicKind(), new SchemaKind()])
        );

    private static IOptions<JsonOptions> Json()
    {
        var json = new JsonOptions();
        ApiJson.Configure(json.SerializerOptions);
        return Options.Create(json);
    }
}
