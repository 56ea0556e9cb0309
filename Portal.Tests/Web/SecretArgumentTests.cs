using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Store;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;

namespace Portal.Tests.Web;

/// <summary>A secret in the form of a job, before it is added.</summary>
public sealed class SecretArgumentTests : PartTests
{
    // Nothing is stored here.
    public SecretArgumentTests()
        : base(services =>
            services
                .AddSingleton(_ => new JobSecrets(null!, null!, null!, null!))
                .AddSingleton(_ => new StoreWatch(null!, TimeProvider.System, NullLogger<StoreWatch>.Instance))
        ) { }

    [Theory]
    [InlineData("#secret-name")]
    [InlineData("#secret-value")]
    public void What_is_typed_and_not_added_holds_the_job_up_until_it_is_cleared(string field)
    {
        var form = new JobForm(FormOrigin.New) { IsJar = true };
        var fields = new ResourceFields(form, null, name => Wrong(form, name), Take, null);
        var part = Render<SecretArgumentFields>(p => p.Add(f => f.Fields, fields));

        part.Find(field).Input("opensesame");

        form.Problems().ShouldHaveSingleItem().Field.ShouldBe("secretArguments");
        part.Find("fieldset").TextContent.ShouldContain("Add this secret");
        form.Keep().ShouldNotContain("opensesame");
        part.Find(field).Input("");
        form.Problems().ShouldBeEmpty();
        part.Find("fieldset").TextContent.ShouldNotContain("Add this secret");
    }

    private static string? Wrong(JobForm form, string field) =>
        form.Problems().SingleOrDefault(wrong => wrong.Field == field)?.Words;

    private static Task Take(Action typed)
    {
        typed();
        return Task.CompletedTask;
    }
}
