using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Tests.Pages;

namespace Portal.Tests.Jobs;

/// <summary>Two Flinks of one environment, and the consumer group that jobs of one name on them share.</summary>
public sealed class JobNamesakesTests(JobNamesakesTests.TwoFlinks web) : IClassFixture<JobNamesakesTests.TwoFlinks>
{
    private static readonly JobDefinition ReadsA = Definition("a");

    [Fact]
    public async Task A_job_of_the_same_name_that_reads_the_same_topic_is_found() =>
        (await Namesake(web.Dev, "sums", ReadsA)).ShouldBe("dev-eu-2");

    [Fact]
    public async Task One_that_reads_other_topics_shares_nothing() =>
        (await Namesake(web.Dev, "sums", Definition("c"))).ShouldBeNull();

    [Fact]
    public async Task Another_name_has_another_group() => (await Namesake(web.Dev, "totals", ReadsA)).ShouldBeNull();

    [Fact]
    public async Task One_is_not_its_own_namesake_nor_that_of_another_environment()
    {
        (await Namesake(web.Second, "sums", ReadsA)).ShouldBeNull();
        (await Namesake(web.Prod, "sums", ReadsA)).ShouldBeNull();
    }

    [Fact]
    public async Task One_that_is_gone_gave_its_name_back() => (await Namesake(web.Dev, "gone", ReadsA)).ShouldBeNull();

    [Fact]
    public async Task A_program_chooses_its_group_itself() =>
        (await Namesake(web.Dev, "sums", ReadsA with { Program = new(new('a', 64), null, [], [], []) })).ShouldBeNull();

    private static JobDefinition Definition(string from) => JobWorlds.Spec(JobWorlds.Copy(from, "b")).Definition;

    private Task<string?> Namesake(ClusterId on, string name, JobDefinition definition) =>
        web
            .Services.GetRequiredService<JobNamesakes>()
            .Of(new(JobKind.Word, on, name), definition, CancellationToken.None);

    public sealed class TwoFlinks : WatchedWeb
    {
        public ClusterId Second { get; private set; }

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            Second = await Register("dev-eu-2", "dev", isLocal: false);
            var job = JobWorlds.Spec(JobWorlds.Copy("a", "b"));
            await Manage(JobKind.Word, Second, "sums", job);
            await Manage(JobKind.Word, Second, "gone", job, goneAt: Now);
        }
    }
}
