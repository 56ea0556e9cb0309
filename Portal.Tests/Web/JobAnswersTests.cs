using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Tests.Jobs;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;

namespace Portal.Tests.Web;

/// <summary>A job's form sends what it was given, and keeps what was typed.</summary>
public sealed class JobAnswersTests
{
    [Fact]
    public void Arguments_that_nobody_touched_are_sent_as_they_were()
    {
        string[] given = ["--name", "", " outer ", "two\nlines"];
        var sql = JobWorlds.Spec("INSERT INTO dev.b SELECT * FROM dev.a").Definition;
        var program = new JobProgram(new string('a', 64), null, [.. given], [], [], []);
        var answers = JarAnswers.Of(sql with { Program = program });

        answers.Program().Arguments.ShouldBe(given);
        answers.Arguments = "--name\n other \n";
        answers.Program().Arguments.ShouldBe(["--name", "other"]);
    }

    [Fact]
    public void What_nobody_touched_of_topics_is_sent_as_it_was_in_whatever_order_it_was_given()
    {
        var given = Given();
        var form = new JobForm(new FormOrigin(ResourceOperation.Update, given, given));

        form.Spec(null).Definition.ShouldBe(given.Definition);

        form.Keys["dev.y"] = "";
        form.Keys["dev.x"] = "country";
        form.Sources["dev.b"].IdleTimeout = "";
        var edited = form.Spec(null).Definition;
        edited.Writes.ShouldBe([
            new JobSink("dev.z", [], Upsert: false),
            new JobSink("dev.x", ["country"], Upsert: true),
        ]);
        edited.Sources!.Select(source => source.Table).ShouldBe(["dev.c", "dev.a"]);
        form.SourceField("dev.a", "eventTime").ShouldBe("sources[1].eventTime");
    }

    [Fact]
    public void What_is_set_first_comes_after_what_was_set_before()
    {
        var given = Given();
        var form = new JobForm(
            new FormOrigin(
                ResourceOperation.Update,
                given with
                {
                    Definition = given.Definition with
                    {
                        Writes = [new("dev.y", ["id"], Upsert: false)],
                        Sources = null,
                    },
                },
                given
            )
        );
        form.Keys["dev.x"] = "id";
        form.SourceOf("dev.b").EventTime = "at";

        var edited = form.Spec(null).Definition;

        edited.Writes.Select(sink => sink.Table).ShouldBe(["dev.y", "dev.x"]);
        edited.Sources!.ShouldHaveSingleItem().Table.ShouldBe("dev.b");
    }

    // Neither in the order of the statements, and each with one that sets nothing.
    private static JobSpec Given()
    {
        var spec = JobWorlds.Spec(
            """
            INSERT INTO dev.x SELECT * FROM dev.a;
            INSERT INTO dev.y SELECT * FROM dev.b;
            INSERT INTO dev.z SELECT * FROM dev.c;
            """
        );
        return spec with
        {
            Definition = spec.Definition with
            {
                Writes =
                [
                    new("dev.z", [], Upsert: false),
                    new("dev.y", ["id"], Upsert: false),
                    new("dev.x", ["id", "country"], Upsert: true),
                ],
                Sources =
                [
                    new("dev.c", null, null, null, []),
                    new("dev.b", null, null, 60, []),
                    new("dev.a", "at", 5, null, ["id"]),
                ],
            },
        };
    }

    [Fact]
    public void A_draft_keeps_that_records_replace_each_other_before_their_key_is_there()
    {
        var form = new JobForm(FormOrigin.New) { Statements = "INSERT INTO dev.b SELECT * FROM dev.a" };
        form.Upserts["dev.b"] = true;
        var again = new JobForm(FormOrigin.New);

        again.Restore(form.Keep());

        again.Upserts["dev.b"].ShouldBeTrue();
    }
}
