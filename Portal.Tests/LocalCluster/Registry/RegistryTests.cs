using System.Text.Json.Nodes;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Registry;

/// <summary>What Confluent documents of its registry, asked of ours.</summary>
public sealed class RegistryTests(LocalRegistry registry) : IClassFixture<LocalRegistry>
{
    private const string Order = """{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}""";
    private const string Wider =
        """{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}, {"name": "note", "type": "string", "default": ""}]}""";
    private const string Broken =
        """{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}, {"name": "total", "type": "long"}]}""";

    [ClusterFact]
    public async Task A_JSON_schema_of_a_type_alone_stays_the_object_that_it_is()
    {
        await registry.Ask(
            "POST",
            "/subjects/bare-value/versions",
            new { schema = "{\"type\": \"object\"}", schemaType = "JSON" }
        );

        await Says("GET", "/subjects/bare-value/versions/1/schema", 200, """{"type":"object"}""");
    }

    [ClusterFact]
    public async Task What_the_documented_rules_pass_over_is_registered_and_what_they_refuse_is_named()
    {
        static object Body(string inner) =>
            new { schema = $$$"""{"type":"object","properties":{"v":{{{inner}}}}}""", schemaType = "JSON" };
        await registry.Ask("POST", "/subjects/doubts-value/versions", Body("""{"type":"string"}"""));

        var (passed, _) = await registry.Ask(
            "POST",
            "/subjects/doubts-value/versions",
            Body("""{"type":"string","if":{"maxLength":3}}""")
        );
        var (refused, words) = await registry.Ask(
            "POST",
            "/subjects/doubts-value/versions",
            Body("""{"type":"string","not":{"maxLength":3}}""")
        );

        (passed, refused).ShouldBe((200, 409));
        var message = words!["message"]!.GetValue<string>();
        message.ShouldContain("“not” has changed.");
        message.ShouldNotContain("registry can judge");
    }

    [ClusterFact]
    public async Task A_schema_is_registered_once_and_found_by_subject_version_and_id()
    {
        // Nobody else's: an id belongs to a text, whatever the subject.
        var own = Order.Replace("Order", "Own", StringComparison.Ordinal);
        var id = await registry.Register("a-value", own);

        (await registry.Register("a-value", own)).ShouldBe(id);
        (await registry.Register("a-again", own.Replace(" ", "", StringComparison.Ordinal))).ShouldBe(id);
        (
            await registry.Register("a-value", Wider.Replace("Order", "Own", StringComparison.Ordinal))
        ).ShouldBeGreaterThan(id);
        await Says("GET", "/subjects/a-value/versions", 200, "[1,2]");
        await Says("GET", "/subjects?subjectPrefix=a-", 200, """["a-again","a-value"]""");
        var compact = own.Replace(" ", "", StringComparison.Ordinal);
        await Says("GET", $"/schemas/ids/{id}", 200, new JsonObject { ["schema"] = compact }.ToJsonString());
        await Says("GET", $"/schemas/ids/{id}/schema", 200, compact);
        await Says("GET", $"/schemas/ids/{id}/subjects", 200, """["a-again","a-value"]""");
        await Says(
            "GET",
            $"/schemas/ids/{id}/versions",
            200,
            """[{"subject":"a-again","version":1},{"subject":"a-value","version":1}]"""
        );
        var (_, latest) = await registry.Ask("GET", "/subjects/a-value/versions/latest");
        (latest!["version"]!.GetValue<int>(), latest["subject"]!.GetValue<string>()).ShouldBe((2, "a-value"));
        var (_, looked) = await registry.Ask("POST", "/subjects/a-value", new { schema = own });
        (looked!["version"]!.GetValue<int>(), looked["id"]!.GetValue<int>()).ShouldBe((1, id));
    }

    [ClusterFact]
    public async Task What_its_level_forbids_is_refused_in_words_and_what_it_allows_is_taken()
    {
        await registry.Register("b-value", Order);

        await Fails(
            "POST",
            "/subjects/b-value/versions",
            409,
            409,
            "total: it isn't in what was written, and has no default.",
            new { schema = Broken }
        );
        await Says(
            "POST",
            "/compatibility/subjects/b-value/versions/latest",
            200,
            """{"is_compatible":false}""",
            new { schema = Broken }
        );
        var (_, verbose) = await registry.Ask(
            "POST",
            "/compatibility/subjects/b-value/versions?verbose=true",
            new { schema = Broken }
        );
        verbose!["messages"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldContain("version 1: total");
        await Says("PUT", "/config/b-value", 200, """{"compatibility":"FORWARD"}""", new { compatibility = "FORWARD" });
        await registry.Register("b-value", Broken);
        await Fails(
            "POST",
            "/subjects/b-value/versions",
            409,
            409,
            "Readers of version 2 couldn't read",
            new { schema = Order.Replace("id", "nr", StringComparison.Ordinal) }
        );
    }

    [ClusterFact]
    public async Task What_is_deleted_softly_comes_back_as_the_next_version_with_its_id()
    {
        var id = await registry.Register("c-value", Order);
        await registry.Register("c-value", Wider);

        await Fails("DELETE", "/subjects/c-value/versions/1?permanent=true", 404, 40407, "was not deleted first");
        await Says("DELETE", "/subjects/c-value/versions/1", 200, "1");
        await Fails("DELETE", "/subjects/c-value/versions/1", 404, 40406, "was soft deleted");
        await Fails("GET", "/subjects/c-value/versions/1", 404, 40402, "Version 1 not found");
        await Says("GET", "/subjects/c-value/versions?deleted=true", 200, "[1,2]");
        (await registry.Register("c-value", Order)).ShouldBe(id);
        await Says("GET", "/subjects/c-value/versions", 200, "[2,3]");
        await Says("DELETE", "/subjects/c-value", 200, "[2,3]");
        await Fails("DELETE", "/subjects/c-value", 404, 40404, "was soft deleted");
        await Says("DELETE", "/subjects/c-value?permanent=true", 200, "[1,2,3]");
        await Fails("GET", "/subjects/c-value/versions", 404, 40401, "Subject 'c-value' not found.");
    }

    [ClusterFact]
    public async Task A_schema_may_use_another_and_that_one_stays_while_it_is_used()
    {
        await registry.Register(
            "money",
            """{"type": "record", "name": "Money", "fields": [{"name": "cents", "type": "long"}]}"""
        );
        var bill = """{"type": "record", "name": "Bill", "fields": [{"name": "total", "type": "Money"}]}""";

        await Fails("POST", "/subjects/bill/versions", 422, 42201, "No type “Money”", new { schema = bill });
        await Fails(
            "POST",
            "/subjects/bill/versions",
            422,
            42201,
            "'nobody' isn't there",
            new
            {
                schema = bill,
                references = new[]
                {
                    new
                    {
                        name = "Money",
                        subject = "nobody",
                        version = 1,
                    },
                },
            }
        );
        var id = await registry.Register(
            "bill",
            bill,
            new
            {
                name = "Money",
                subject = "money",
                version = 1,
            }
        );
        await Says("GET", "/subjects/money/versions/1/referencedby", 200, $"[{id}]");
        await Fails("DELETE", "/subjects/money", 422, 42206, "One or more references exist");
        await Says("DELETE", "/subjects/bill", 200, "[1]");
        await Says("DELETE", "/subjects/money", 200, "[1]");
    }

    [ClusterFact]
    public async Task Protobuf_is_taken_with_its_imports_kept_as_it_is_written_and_judged_by_its_level()
    {
        const string Money = "syntax = \"proto3\";\npackage common;\nmessage Money { int64 units = 1; } // whole ones";
        const string Bill =
            "syntax = \"proto3\"; import \"common/money.proto\"; message Bill { common.Money total = 1; }";
        var import = new
        {
            name = "common/money.proto",
            subject = "money-p",
            version = 1,
        };
        var money = await registry.RegisterAs("PROTOBUF", "money-p", $"{Money}\n");
        (await registry.RegisterAs("PROTOBUF", "money-p", Money)).ShouldBe(money);
        var (_, kept) = await registry.Ask("GET", $"/schemas/ids/{money}");
        (kept!["schema"]!.GetValue<string>(), kept["schemaType"]!.GetValue<string>()).ShouldBe((Money, "PROTOBUF"));

        var without = new { schema = Bill, schemaType = "PROTOBUF" };
        await Fails("POST", "/subjects/bill-p/versions", 422, 42201, "isn't one of this schema's references", without);
        var first = await registry.RegisterAs("PROTOBUF", "bill-p", Bill, import);
        var broken = new
        {
            schema = Bill.Replace("common.Money total", "string total", StringComparison.Ordinal),
            schemaType = "PROTOBUF",
            references = new[] { import },
        };
        await Fails(
            "POST",
            "/subjects/bill-p/versions",
            409,
            409,
            "version 1: Bill.total: number 1 was written as message Money, which can't be read as string.",
            broken
        );
        await Says(
            "POST",
            "/compatibility/subjects/bill-p/versions/latest",
            200,
            """{"is_compatible":false}""",
            broken
        );
        var second = await registry.RegisterAs(
            "PROTOBUF",
            "bill-p",
            Bill.Replace("total = 1;", "total = 1; string note = 2;", StringComparison.Ordinal),
            import
        );
        await Says("GET", "/subjects/money-p/versions/1/referencedby", 200, $"[{first},{second}]");
    }

    [ClusterTheory]
    [InlineData("slash/and space")]
    [InlineData("percent%2Fnot-a-slash")]
    [InlineData("grüße-值-🙂")]
    [InlineData("?#&=+")]
    public async Task A_subject_is_any_text(string subject)
    {
        var (name, id) = (Uri.EscapeDataString(subject), await registry.Register(subject, Order));

        var (_, found) = await registry.Ask("GET", $"/subjects/{name}/versions/1");
        (found!["subject"]!.GetValue<string>(), found["id"]!.GetValue<int>()).ShouldBe((subject, id));
        await Says("PUT", $"/config/{name}", 200, """{"compatibility":"NONE"}""", new { compatibility = "NONE" });
        await Says("GET", $"/config/{name}", 200, """{"compatibilityLevel":"NONE"}""");
    }

    [ClusterFact]
    public async Task Levels_and_modes_are_a_subjects_own_or_everybodys()
    {
        await Says("GET", "/config", 200, """{"compatibilityLevel":"BACKWARD"}""");
        await Fails("GET", "/config/d-value", 404, 40408, "does not have subject-level");
        await Says("GET", "/config/d-value?defaultToGlobal=true", 200, """{"compatibilityLevel":"BACKWARD"}""");
        await Fails(
            "PUT",
            "/config/d-value",
            422,
            42203,
            "Invalid compatibility level",
            new { compatibility = "SIDEWAYS" }
        );
        await Says("GET", "/mode", 200, """{"mode":"READWRITE"}""");
        await Says("PUT", "/mode/d-value", 200, """{"mode":"READONLY"}""", new { mode = "READONLY" });
        await Fails("POST", "/subjects/d-value/versions", 422, 42205, "read-only", new { schema = Order });
        await Says("DELETE", "/mode/d-value", 200, """{"mode":"READONLY"}""");
        await registry.Register("d-value", Order);
        await Fails("PUT", "/mode/d-value", 422, 42205, "Cannot import", new { mode = "IMPORT" });
        await Fails("PUT", "/mode/d-value", 422, 42204, "Invalid mode", new { mode = "SLEEPING" });
    }

    [ClusterFact]
    public async Task In_read_only_mode_nothing_is_deleted_and_no_level_changes()
    {
        await registry.Register("g-value", Order);
        await registry.Ask("PUT", "/config/g-value", new { compatibility = "FULL" });
        await registry.Ask("PUT", "/mode/g-value", new { mode = "READONLY" });

        await Refused("DELETE", "/subjects/g-value");
        await Refused("DELETE", "/subjects/g-value/versions/1");
        await Refused("DELETE", "/config/g-value");
        await Refused("PUT", "/config/g-value", new { compatibility = "NONE" });

        await Says("DELETE", "/mode/g-value", 200, """{"mode":"READONLY"}""");
        await Says("GET", "/config/g-value", 200, """{"compatibilityLevel":"FULL"}""");
        await Says("DELETE", "/subjects/g-value", 200, "[1]");

        Task Refused(string method, string path, object? body = null) =>
            Fails(method, path, 422, 42205, "Subject g-value is in read-only mode", body);
    }

    [ClusterFact]
    public async Task In_import_mode_a_schema_keeps_the_id_and_the_number_that_it_had_elsewhere()
    {
        var own = Order.Replace("Order", "Imported", StringComparison.Ordinal);
        var first = new
        {
            schema = own,
            id = 7001,
            version = 5,
        };
        await Fails("POST", "/subjects/i-value/versions", 422, 42205, "is not in import mode", first);
        await Says("PUT", "/mode/i-value", 200, """{"mode":"IMPORT"}""", new { mode = "IMPORT" });

        await Fails("POST", "/subjects/i-value/versions", 422, 42205, "with its id", new { schema = own });
        await Says("POST", "/subjects/i-value/versions", 200, """{"id":7001}""", first);
        await Says("POST", "/subjects/i-value/versions", 200, """{"id":7001}""", first);
        var other = own.Replace("long", "string", StringComparison.Ordinal);
        await Fails(
            "POST",
            "/subjects/i-value/versions",
            422,
            42205,
            "Overwrite new schema with id 7001 is not permitted.",
            new { schema = other, id = 7001 }
        );
        await Says(
            "POST",
            "/subjects/i-value/versions",
            200,
            """{"id":7000}""",
            new
            {
                schema = other,
                id = 7000,
                version = 2,
            }
        );
        await Says("GET", "/subjects/i-value/versions", 200, "[2,5]");
        await Says("DELETE", "/mode/i-value", 200, """{"mode":"IMPORT"}""");
        (await registry.Register("i-other", own)).ShouldBe(7001);
        (await registry.Register("i-other", own.Replace("]", """,{"name":"n","type":"long","default":0}]"""))).ShouldBe(
            7002
        );
    }

    [ClusterTheory]
    [InlineData("GET", "/subjects/nobody/versions/0", 422, 42202)]
    [InlineData("GET", "/subjects/nobody/versions/abc", 422, 42202)]
    [InlineData("GET", "/subjects/nobody/versions/1", 404, 40401)]
    [InlineData("GET", "/schemas/ids/999999", 404, 40403)]
    [InlineData("DELETE", "/subjects/nobody", 404, 40401)]
    public async Task What_is_not_there_is_said_with_its_code(string method, string path, int status, int code) =>
        await Fails(method, path, status, code, "");

    [ClusterFact]
    public async Task JSON_Schema_is_judged_by_its_own_rules()
    {
        const string before = """{"type": "object", "properties": {"a": {"type": "number"}}}""";
        const string after = """{"type": "object", "properties": {"a": {"type": "integer"}}}""";
        await Says("GET", "/schemas/types", 200, """["AVRO","JSON","PROTOBUF"]""");
        var (status, _) = await registry.Ask(
            "POST",
            "/subjects/f-value/versions",
            new { schema = before, schemaType = "JSON" }
        );
        status.ShouldBe(200);

        await Fails(
            "POST",
            "/subjects/f-value/versions",
            409,
            409,
            "a: what was written may be number, which isn't integer.",
            new { schema = after, schemaType = "JSON" }
        );
        await Fails(
            "POST",
            "/subjects/f-value/versions",
            409,
            409,
            "They are written in two formats.",
            new { schema = Order }
        );
        var (_, found) = await registry.Ask("GET", "/subjects/f-value/versions/1");
        found!["schemaType"]!.GetValue<string>().ShouldBe("JSON");
    }

    [ClusterFact]
    public async Task What_is_no_schema_is_refused_with_its_place()
    {
        await Fails("POST", "/subjects/e-value/versions", 422, 42201, "line 1, column 2", new { schema = "no json" });
        await Fails(
            "POST",
            "/subjects/e-value/versions",
            422,
            42201,
            "isn't known",
            new { schema = "x", schemaType = "COBOL" }
        );
        await Fails("POST", "/subjects/e-value/versions", 422, 42201, "there is no schema", new { });
    }

    private async Task Says(string method, string path, int status, string json, object? body = null)
    {
        var (answered, said) = await registry.Ask(method, path, body);
        (answered, said!.ToJsonString()).ShouldBe((status, JsonNode.Parse(json)!.ToJsonString()));
    }

    private async Task Fails(string method, string path, int status, int code, string words, object? body = null)
    {
        var (answered, said) = await registry.Ask(method, path, body);
        (answered, said!["error_code"]!.GetValue<int>()).ShouldBe((status, code));
        said["message"]!.GetValue<string>().ShouldContain(words);
    }
}
