using Portal.Core.Jobs.History;

namespace Portal.Tests.Jobs;

public sealed class JobPointPackTests
{
    private static readonly DateTimeOffset Hour = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Points_are_read_as_they_were_written_what_is_not_known_as_unknown()
    {
        JobPoint[] points =
        [
            JobPoint.Gap(Hour),
            new(Hour.AddSeconds(30), 0, 12_345.6, 0, 1),
            new(Hour.AddSeconds(3_599), 1e12, null, 0.333, null),
        ];

        JobPointPack.Read(Hour, [.. points.SelectMany(JobPointPack.Write)]).ShouldBe(points);
    }

    [Fact]
    public void A_point_of_the_first_form_is_read_without_what_it_says_of_a_restart()
    {
        byte[] packed = [7, 1, 30, 11, 0, 1, 0, 1];

        JobPointPack.Read(Hour, packed).ShouldBe([new(Hour.AddSeconds(30), 1, null, 0, null)]);
    }

    /// <summary>While workers are newer than web, that draws what it knows.</summary>
    [Fact]
    public void A_form_that_this_build_does_not_know_is_passed_over()
    {
        var known = JobPointPack.Write(JobPoint.Gap(Hour));

        JobPointPack.Read(Hour, [3, 9, 200, 1, .. known]).ShouldHaveSingleItem().At.ShouldBe(Hour);
    }

    [Fact]
    public void What_is_cut_off_is_no_point() =>
        Should.Throw<FormatException>(() =>
            JobPointPack.Read(Hour, JobPointPack.Write(JobPoint.Gap(Hour)).AsSpan()[..^1])
        );
}
