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
    public void A_draft_keeps_that_records_replace_each_other_before_their_key_is_there()
    {
        var form = new JobForm(FormOrigin.New) { Statements = "INSERT INTO dev.b SELECT * FROM dev.a" };
        form.Upserts["dev.b"] = true;
        var again = new JobForm(FormOrigin.New);

        again.Restore(form.Keep());

        again.Upserts["dev.b"].ShouldBeTrue();
    }
}
