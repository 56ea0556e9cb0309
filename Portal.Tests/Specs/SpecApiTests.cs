using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Specs;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Tests.Kit;
using Portal.Tests.Pages;
using Portal.Tests.Schemas;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Specs;

/// <summary>Specs from files over the API: what differs is requested, once, and what is so is left alone.</summary>
public sealed class SpecApiTests(WorkedWeb web) : IClassFixture<WorkedWeb>
{
    [Fact]
    public async Task What_was_applied_is_unchanged_and_what_is_exported_is_too()
    {
        var text = Topic("specs.fresh") + Topic("specs.second", partitions: 6);

        var plan = await Json("plan", text);
        plan.GetProperty("changes")[0]
            .GetProperty("resources")[1]
            .GetProperty("place")
            .GetString()
            .ShouldBe("the request:12:1");
        plan.GetProperty("changes")[0].GetProperty("forecast").GetProperty("steps").GetArrayLength().ShouldBe(2);
        var applied = await Json("apply", text);
        var change = applied
            .GetProperty("changes")
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("change")
            .GetInt64();
        await web.World.Reaches(new(change), ChangeState.Applied);
        web.World.Kafka.Topic("specs.second")!.Partitions.ShouldBe(6);

        var again = await Json("apply", text);
        (again.GetProperty("unchanged").GetInt32(), again.GetProperty("changes").GetArrayLength()).ShouldBe((2, 0));
        using var ada = await web.As("ada");
        var exported = await ada.GetStringAsync("/api/v1/specs?team=payments&environment=dev");
        exported.ShouldStartWith("# yaml-language-server: $schema=http");
        exported.ShouldContain("name: specs.second");
        (await Json("plan", exported)).GetProperty("changes").GetArrayLength().ShouldBe(0, exported);
    }

    [Fact]
    public async Task What_is_for_one_change_alone_is_refused_where_it_stands()
    {
        const string job = """
            apiVersion: portal/v1
            kind: job
            metadata:
              name: specs-sums
              cluster: dev
              owner: payments
            spec:
              statements: INSERT INTO dev.b SELECT `value` FROM dev.a
              restoreFrom: 7
            """;

        (await Refused("plan", job))["the request:9:3"].ShouldStartWith("restoreFrom is for one change:");
    }

    [Fact]
    public async Task Versions_of_a_subject_from_elsewhere_are_refused_where_they_stand()
    {
        var text = $"{Schema("specs.elsewhere-value")}  deletedVersions: [{{ version: 1 }}]\n";

        (await Refused("plan", text))["the request:8:3"].ShouldContain("A new subject has no versions to delete");
    }

    [Fact]
    public async Task What_waits_for_approval_is_not_requested_twice()
    {
        await web.World.Manage("specs.waits", 3);
        var text = Topic("specs.waits", partitions: 6);

        var first = await Json("apply", text);
        var second = await Json("apply", text);

        second.GetProperty("changes").GetArrayLength().ShouldBe(0);
        second
            .GetProperty("requested")
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("change")
            .GetInt64()
            .ShouldBe(first.GetProperty("changes")[0].GetProperty("change").GetInt64());
        var third = await Json("apply", Topic("specs.waits", partitions: 12));
        third.GetProperty("changes").GetArrayLength().ShouldBe(1, "it wants something else");
        var reverted = await Json("apply", Topic("specs.waits"));
        reverted.GetProperty("unchanged").GetInt32().ShouldBe(1);
        reverted
            .GetProperty("otherwise")
            .EnumerateArray()
            .Select(other => other.GetProperty("change").GetInt64())
            .ShouldBe(
                new[] { third, first }.Select(applied =>
                    applied.GetProperty("changes")[0].GetProperty("change").GetInt64()
                ),
                "applied later, either would win"
            );
    }

    [Fact]
    public async Task What_an_approver_sent_back_is_requested_anew_by_each_apply_and_one_of_them_is_open()
    {
        await web.World.Manage("specs.returned", 3);
        var text = Topic("specs.returned", partitions: 6);
        var first = Requested(await Json("apply", text));
        await web.World.Reaches(first, ChangeState.PendingApproval);
        await web.World.SendBack(first);

        var answer = await Json("apply", text);

        var second = Requested(answer);
        answer.GetProperty("changes")[0].GetProperty("replaces")[0].GetInt64().ShouldBe(first.Value);
        var words = answer.GetProperty("notes")[0].GetProperty("words").GetString()!;
        words.ShouldStartWith($"change {first} is about it, too; it was sent back: “Sent back by");
        words.ShouldEndWith("Which reader needs it?”");
        await web.World.Reaches(second, ChangeState.PendingApproval);
        await web.World.SendBack(second);
        using var again = await Send("apply", text, accept: "text/plain");
        again.Headers.GetValues("Portal-Changes").ShouldBe(["1"]);
        (await again.Content.ReadAsStringAsync()).ShouldContain(
            $"  Takes the place of change {second}, which was cancelled."
        );

        await using var db = await web.World.Open();
        var open = await db.Set<Change>()
            .Where(c => c.Resources.Any(r => r.Name == "specs.returned") && !ChangeStates.Ended.Contains(c.State))
            .Select(c => c.Id)
            .ToListAsync();
        again.Headers.GetValues("Portal-Awaited").ShouldBe([$"{open.ShouldHaveSingleItem()}"]);
        (await web.World.View(first)).Row.StatusMessage!.ShouldEndWith($": change {second} requests all of it anew.");
    }

    [Fact]
    public async Task One_key_is_one_request_and_its_answer_is_given_again_whole()
    {
        var text = Topic("specs.once") + Schema("specs.once-value");

        using var first = await Send("apply", text, key: "specs once", accept: "text/plain");
        using var second = await Send("apply", text, key: "specs once", accept: "text/plain");

        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        second.Headers.GetValues("Portal-Changes").ShouldBe(first.Headers.GetValues("Portal-Changes"));
        second.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        await using var db = await web.World.Open();
        (await db.Set<ChangeResource>().CountAsync(r => r.Name == "specs.once")).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_refused_in_part_is_applied_again_with_the_same_key()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => Topic($"specs.part.{i}")));
        await using var db = await web.World.Open();
        await db.Database.ExecuteSqlRawAsync(
            """
            create function second_part() returns trigger language plpgsql as $$
            begin
                if exists (select from change_resource where name like 'specs.part.%') then
                    raise exception 'the store fails';
                end if;
                return new;
            end $$;
            create trigger second_part before insert on change for each row execute function second_part();
            """
        );

        using var part = await Send("apply", text, key: "specs part");
        await db.Database.ExecuteSqlRawAsync("drop trigger second_part on change; drop function second_part();");
        using var whole = await Send("apply", text, key: "specs part");

        part.StatusCode.ShouldBe(HttpStatusCode.OK, await part.Content.ReadAsStringAsync());
        part.Headers.GetValues("Portal-Refused").ShouldBe(["part"]);
        whole.StatusCode.ShouldBe(HttpStatusCode.OK, await whole.Content.ReadAsStringAsync());
        whole.Headers.Contains("Portal-Refused").ShouldBeFalse();
        (await db.Set<ChangeResource>().CountAsync(r => r.Name.StartsWith("specs.part."))).ShouldBe(60);
    }

    [Fact]
    public async Task Two_applies_at_the_same_moment_request_it_once()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => Topic($"specs.twice.{i}")));

        Task<JsonElement> one;
        Task<JsonElement> other;
        await using (var held = await web.World.Open())
        {
            // Both have compared, and neither has submitted.
            await using var transaction = await held.Database.BeginTransactionAsync();
            await held.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({SpecSubmission.AdvisoryLock})");
            (one, other) = (Json("apply", text), Json("apply", text));
            await Deadline.Until(async () =>
                await held
                    .Database.SqlQuery<int>(
                        $"select count(*)::int as \"Value\" from pg_locks where locktype = 'advisory' and not granted"
                    )
                    .SingleAsync() == 2
            );
        }

        JsonElement[] answers = [await one, await other];

        answers.Sum(a => a.GetProperty("changes").GetArrayLength()).ShouldBe(2);
        foreach (var answer in answers)
        {
            var submitted = answer
                .GetProperty("changes")
                .EnumerateArray()
                .Sum(change => change.GetProperty("resources").GetArrayLength());
            (
                submitted
                + answer.GetProperty("requested").GetArrayLength()
                + answer.GetProperty("unchanged").GetInt32()
            ).ShouldBe(60);
        }

        await using var db = await web.World.Open();
        (await db.Set<ChangeResource>().CountAsync(r => r.Name.StartsWith("specs.twice."))).ShouldBe(60);
    }

    [Fact]
    public async Task What_is_too_long_is_refused_with_the_limit_that_it_is_over()
    {
        var text = $"# {new string('x', 16 * 1024 * 1024)}\n";

        using var answer = await Send("plan", text, accept: "text/plain");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("This request has at most 16\u00A0MiB.\n");
    }

    [Fact]
    public async Task What_should_be_absent_is_deleted_once_its_name_is_typed()
    {
        await web.World.Manage("specs.leaves", 3);

        var untyped = await Refused("apply", Absent("specs.leaves", "specs.leave"));
        untyped.ShouldContainKey("the request:7:1");
        untyped["the request:7:1"].ShouldContain("Type the topic's name, specs.leaves");

        var plan = await Json("plan", Absent("specs.leaves", "specs.leaves"));
        plan.GetProperty("changes")[0]
            .GetProperty("resources")[0]
            .GetProperty("operation")
            .GetString()
            .ShouldBe("delete");
        var never = await Json("plan", Absent("specs.never", "specs.never"));
        (never.GetProperty("unchanged").GetInt32(), never.GetProperty("changes").GetArrayLength()).ShouldBe((1, 0));
    }

    [Fact]
    public async Task With_anything_wrong_in_any_document_nothing_is_requested()
    {
        var wrong = await Refused(
            "apply",
            $"# boundary: 0123456789abcdef\n# 0123456789abcdef fine.yaml\n{Topic("specs.fine")}\n# 0123456789abcdef bad.yaml\n{Topic("specs bad")}{Topic("specs.far", cluster: "nowhere")}{Topic("specs.theirs", owner: "nobody")}{Topic("specs.fine")}"
        );

        wrong.Keys.ShouldBe(["bad.yaml:16:3", "bad.yaml:27:3", "bad.yaml:35:3"], ignoreOrder: true);
        wrong["bad.yaml:16:3"].ShouldContain("There is no cluster named nowhere.");
        wrong["bad.yaml:27:3"].ShouldContain("There is no team named nobody.");
        wrong["bad.yaml:35:3"].ShouldContain("is at fine.yaml:2:1 already");
        await using var db = await web.World.Open();
        (await db.Set<ChangeResource>().AnyAsync(r => r.Name == "specs.fine")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_another_team_owns_may_be_written_down_but_not_changed()
    {
        await web.World.Manage("specs.ours", 3);
        using var lin = await web.As("lin");
        var exported = await lin.GetStringAsync("/api/v1/specs?team=payments");

        var wrong = await Refused("plan", Topic("specs.theirs", owner: "logistics"));

        wrong.ShouldHaveSingleItem().Value.ShouldContain("Only members of the owning team");
        using var same = await Send("plan", exported, who: "lin");
        same.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_plan_for_production_needs_no_reason_and_applying_it_does()
    {
        var text = Topic("specs.reasoned", cluster: "prod");

        (await Json("plan", text)).GetProperty("changes").GetArrayLength().ShouldBe(1);
        (await Refused("apply", text)).ShouldHaveSingleItem().Value.ShouldContain("Add a reason");
    }

    [Fact]
    public async Task What_its_kind_refuses_is_said_at_its_line()
    {
        var wrong = await Refused(
            "plan",
            Topic("specs.limits", partitions: 0).Replace("compact", "sometimes", StringComparison.Ordinal)
        );

        wrong.Keys.ShouldBe(["the request:9:3"]);
    }

    [Fact]
    public async Task A_terminal_reads_text_with_the_number_of_changes_in_a_header()
    {
        using var answer = await Send("plan", Topic("specs.text"), accept: "text/plain");

        answer.Headers.GetValues("Portal-Changes").ShouldBe(["1"]);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(
            """
            Change in dev, risk 5 (low)
              + topic specs.text on dev
                  Create topic specs.text with 3 partitions
                    partitions its default → 3
                    replication its default → 1
              ! min.insync.replicas · specs.text: While the one broker of a partition is down, nothing is written to it or read from it.
              No approval needed: applied immediately.

            1 to create, 0 to change, 0 to delete, 0 unchanged.

            """
        );
        using var refused = await Send("plan", "- a list", accept: "text/plain");
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldBe("the request:1:1: A document is a mapping of fields.\n");
    }

    [Fact]
    public async Task The_command_says_what_differs_and_ends_with_what_a_pipeline_asks_for()
    {
        var folder = Directory.CreateTempSubdirectory("portal-specs-").FullName;
        await File.WriteAllTextAsync($"{folder}/one.yaml", Topic("specs.command"));
        await File.WriteAllTextAsync($"{folder}/two.yml", Topic("specs.command.two").TrimEnd());

        var (planned, plan) = await Portal("apply", "-f", folder, "--dry-run");
        plan.ShouldContain("2 to create, 0 to change, 0 to delete, 0 unchanged.");
        planned.ShouldBe(2);
        var (waited, applied) = await Portal("apply", "-f", folder, "--wait");
        applied.ShouldContain(": applied");
        waited.ShouldBe(0);
        (await Portal("apply", "-f", folder, "--dry-run")).Code.ShouldBe(0);
        var (exported, text) = await Portal("export", "--team", "payments");
        text.ShouldContain("name: specs.command.two");
        exported.ShouldBe(0);

        await File.WriteAllTextAsync($"{folder}/two.yml", "kind: [");
        var (broken, words) = await Portal("apply", "-f", folder);
        words.ShouldContain($"{folder}/two.yml:2:");
        broken.ShouldBe(1);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_a_check_blocks_is_refused_at_its_line_and_nothing_is_requested()
    {
        var subject = "specs.blocked-value";
        await Contract(subject, TimeSpan.FromMinutes(5));
        var text = Topic("specs.beside") + Schema(subject, SchemaWorlds.Order("id", "note"));
        const string words =
            "Not compatible by BACKWARD: Readers of the new version couldn't read what was written with version 1: note: it isn't in what was written, and has no default. Change the schema, or the level if readers and writers bear it.";

        foreach (var act in new[] { "plan", "apply" })
        {
            (await Refused(act, text)).ShouldHaveSingleItem().ShouldBe(new("the request:12:1", words));
        }

        var folder = Directory.CreateTempSubdirectory("portal-blocked-").FullName;
        await File.WriteAllTextAsync($"{folder}/one.yaml", text);
        foreach (var arguments in new string[][] { ["--dry-run"], [] })
        {
            (await Portal(["apply", "-f", folder, .. arguments])).ShouldBe((1, $"{folder}/one.yaml:12:1: {words}"));
        }

        Directory.Delete(folder, recursive: true);
        await using var db = await web.World.Open();
        (await db.Set<ChangeResource>().AnyAsync(r => r.Name == "specs.beside" || r.Name == subject)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_changed_since_it_was_seen_is_blocked_by_its_plan_alone()
    {
        var subject = "specs.blocked-later-value";
        await Contract(subject, TimeSpan.Zero);
        web.World.Registry.Judgement = new(false, ["note has no default"]);

        var applied = await Json("apply", Schema(subject, SchemaWorlds.Order("id", "note")));

        var change = applied.GetProperty("changes")[0].GetProperty("change").GetInt64();
        var sentBack = await web.World.Reaches(new(change), ChangeState.ChangesRequested);
        sentBack.Row.StatusMessage!.ShouldContain("note has no default");
        web.World.Registry.Judgement = null;
    }

    [Fact]
    public async Task Waiting_ends_when_the_change_does_and_leaves_the_answer_to_whoever_reads_json()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("portal-wait-").FullName, "one.yaml");
        await File.WriteAllTextAsync(
            file,
            Topic("specs.sent-back").Replace("replication: 1", "replication: 9", StringComparison.Ordinal)
        );

        var (code, words) = await Portal("apply", "-f", file, "--wait", "--output", "json");

        code.ShouldBe(1, words);
        words.ShouldContain(": changes-requested");
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task The_workflow_in_the_guide_comments_the_plan_and_requests_what_was_merged()
    {
        var folder = Directory.CreateTempSubdirectory("portal-workflow-").FullName;
        Directory.CreateDirectory($"{folder}/specs");
        Directory.CreateDirectory($"{folder}/.portal-cli");
        await File.WriteAllTextAsync($"{folder}/specs/one.yaml", Topic("specs.workflow"));
        await File.WriteAllTextAsync(
            $"{folder}/.portal-cli/portal",
            $"#!/bin/bash\nexec \"{Repository.PathOf("portal")}\" \"$@\"\n"
        );
        await File.WriteAllTextAsync($"{folder}/gh", "#!/bin/bash\necho \"$@\" > arguments\ncat > comment\n");
        await Command.Run("chmod", "+x", $"{folder}/gh", $"{folder}/.portal-cli/portal");

        (await Job("plan")).ShouldBe(0);
        (await File.ReadAllTextAsync($"{folder}/arguments")).ShouldBe("pr comment 7 --body-file -\n");
        var comment = await File.ReadAllTextAsync($"{folder}/comment");
        comment.ShouldStartWith("~~~~~~\nChange in dev, risk");
        comment.ShouldEndWith("1 to create, 0 to change, 0 to delete, 0 unchanged.\n\n~~~~~~\n");
        (await Job("apply")).ShouldBe(0);
        await using (var db = await web.World.Open())
        {
            var change = await db.Set<Change>().SingleAsync(c => c.Resources.Any(r => r.Name == "specs.workflow"));
            change.Reason.ShouldBe("Merge \"$(this)\"");
        }

        await File.WriteAllTextAsync($"{folder}/specs/one.yaml", "kind: [");
        (await Job("plan")).ShouldBe(1);
        (await File.ReadAllTextAsync($"{folder}/comment")).ShouldContain("specs/one.yaml:2:");
        Directory.Delete(folder, recursive: true);

        async Task<int> Job(string job)
        {
            string[] arguments =
            [
                "-c",
                "cd $1 && export PATH=$1:$PATH PORTAL_URL=$2 PORTAL_TOKEN=$3 REASON='Merge \"$(this)\"' && bash -e -c \"$4\" > log 2>&1; echo $?",
                "job",
                folder,
                $"{web.Address}",
                await web.Token("ada"),
                Workflow(job),
            ];
            return int.Parse(await Command.Run("bash", arguments), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The script of a job in the guide's workflow, as GitHub would hand it to a shell.</summary>
    private static string Workflow(string job)
    {
        var lines = File.ReadAllLines(Repository.PathOf("docs/guide/specs-in-git.md"))
            .SkipWhile(line => line != $"  {job}:")
            .SkipWhile(line => !line.TrimStart().StartsWith("run: ", StringComparison.Ordinal))
            .ToList();
        var first = lines[0].Trim()["run: ".Length..];
        var script =
            first == "|"
                ? lines.Skip(1).TakeWhile(line => line.StartsWith("          ", StringComparison.Ordinal))
                : [first];
        return string.Join('\n', script).Replace("${{ github.event.number }}", "7", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Editors_get_the_schema_of_a_document_without_a_token()
    {
        using var stranger = web.Stranger();

        var schema = JsonDocument.Parse(await stranger.GetStringAsync("/openapi/specs.schema.json")).RootElement;

        schema
            .GetProperty("properties")
            .GetProperty("kind")
            .GetProperty("enum")
            .EnumerateArray()
            .Select(k => k.GetString())
            .ShouldBe(["access", "job", "schema", "service-account", "topic"]);
        schema.GetRawText().ShouldContain("Settings as Kafka spells them");
        var metadata = schema.GetProperty("properties").GetProperty("metadata");
        metadata.GetProperty("properties").GetProperty("labels").GetProperty("maxProperties").GetInt32().ShouldBe(32);
        metadata.GetProperty("required").GetRawText().ShouldNotContain("labels");
    }

    private static string Topic(string name, int partitions = 3, string cluster = "dev", string owner = "payments") =>
        $"""
            ---
            apiVersion: portal/v1
            kind: topic
            metadata:
              name: {name}
              cluster: {cluster}
              owner: {owner}
            spec:
              partitions: {partitions}
              replication: 1

            """;

    private static string Schema(string name, string text = "\"string\"") =>
        $$"""
            ---
            apiVersion: portal/v1
            kind: schema
            metadata: { name: {{name}}, cluster: dev, owner: payments }
            spec:
              type: AVRO
              schema: '{{text}}'

            """;

    // A subject by BACKWARD that is managed since a while, and was seen just now.
    private async Task Contract(string subject, TimeSpan since)
    {
        await using var db = await web.World.Open();
        if (!await db.Set<Endpoint>().AnyAsync(e => e.Kind == EndpointKind.Registry))
        {
            await web.World.AddRegistry();
        }

        await web.World.ManageSchema(subject, SchemaWorlds.Order("id"), CompatibilityLevel.Backward);
        var at = TimeProvider.System.GetUtcNow() - since;
        await db.Set<Resource>()
            .Where(r => r.Name == subject)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.UpdatedAt, at));
        await new SubjectWatch(web.World.Stores, web.World.Get<ISchemaRegistries>(), TimeProvider.System).Look(
            CancellationToken.None
        );
    }

    private static string Absent(string name, string typed) =>
        $$"""
            ---
            apiVersion: portal/v1
            kind: topic
            metadata: { name: {{name}}, cluster: dev, owner: payments }
            state: absent

            typedName: {{typed}}
            """;

    private static ChangeId Requested(JsonElement applied) =>
        new(applied.GetProperty("changes").EnumerateArray().ShouldHaveSingleItem().GetProperty("change").GetInt64());

    private async Task<JsonElement> Json(string act, string text)
    {
        using var answer = await Send(act, text);
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement;
    }

    private async Task<Dictionary<string, string>> Refused(string act, string text)
    {
        using var answer = await Send(act, text);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        return JsonDocument
            .Parse(await answer.Content.ReadAsStringAsync())
            .RootElement.GetProperty("errors")
            .EnumerateObject()
            .ToDictionary(error => error.Name, error => error.Value[0].GetString()!);
    }

    private async Task<HttpResponseMessage> Send(
        string act,
        string text,
        string? key = null,
        string accept = "application/json",
        string who = "ada"
    )
    {
        using var client = await web.As(who);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/specs:{act}")
        {
            Content = new StringContent(text, Encoding.UTF8, "application/yaml"),
        };
        // What is refused for its length is refused before it is sent.
        request.Headers.ExpectContinue = text.Length > 1024 * 1024;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        var answer = await client.SendAsync(request);
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }

    private async Task<(int Code, string Words)> Portal(params string[] arguments)
    {
        string[] all =
        [
            "-c",
            "export PORTAL_URL=$1 PORTAL_TOKEN=$2; shift 2; code=0; \"$@\" 2>&1 || code=$?; echo \"$code\"",
            "portal",
            $"{web.Address}",
            await web.Token("ada"),
            Path.Combine(Repository.Root, "portal"),
            .. arguments,
        ];
        var lines = (await Command.Run("bash", all)).TrimEnd().Split('\n');
        return (
            int.Parse(lines[^1], System.Globalization.CultureInfo.InvariantCulture),
            string.Join('\n', lines[..^1])
        );
    }
}
