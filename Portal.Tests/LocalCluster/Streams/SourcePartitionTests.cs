using Portal.LocalCluster.Streams.Connectors;
using Portal.Tests.Kit;
using Portal.Tests.Web;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>When a partition is left out of its source's watermark.</summary>
public sealed class SourcePartitionTests
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(30);
    private readonly HandClock _clock = new();
    private readonly SourcePartition _partition = new(0, 0, 0);

    [ClusterFact]
    public void One_that_gave_nothing_between_two_marks_is_idle_when_its_time_is_over()
    {
        IsIdle().ShouldBeFalse("its first mark");
        _clock.Pass(TimeSpan.FromSeconds(29));
        IsIdle().ShouldBeFalse();
        _clock.Pass(TimeSpan.FromSeconds(2));
        IsIdle().ShouldBeTrue();

        _partition.Read(0);
        IsIdle().ShouldBeFalse();
    }

    [ClusterFact]
    public void While_the_job_itself_stands_still_none_becomes_idle()
    {
        _partition.Read(0);
        IsIdle().ShouldBeFalse();
        _partition.Read(1);
        _clock.Pass(TimeSpan.FromMinutes(5));

        IsIdle().ShouldBeFalse("nobody looked whether it has more");
        _clock.Pass(TimeSpan.FromSeconds(31));
        IsIdle().ShouldBeFalse("it gave a record between the last two marks");
        _clock.Pass(TimeSpan.FromSeconds(31));
        IsIdle().ShouldBeTrue();
    }

    [ClusterFact]
    public void One_that_has_ended_stays_at_its_end_however_far_its_topic_goes_on()
    {
        _partition.EndsAt(100);
        _partition.Read(99);
        _partition.IsOver.ShouldBeTrue();

        _partition.Skip();
        _partition.Reached(110);

        _partition.Next.ShouldBe(100, "the next run begins here");
    }

    [ClusterFact]
    public void One_whose_end_is_a_marker_is_over_with_the_first_record_past_it()
    {
        _partition.EndsAt(100);
        _partition.Read(98);
        _partition.IsOver.ShouldBeFalse();

        _partition.IsPast(100).ShouldBeTrue();
        _partition.Skip();

        (_partition.Next, _partition.IsOver).ShouldBe((100L, true));
    }

    [ClusterFact]
    public void One_without_an_end_goes_as_far_as_its_topic()
    {
        _partition.Read(98);
        _partition.Reached(110);

        _partition.Next.ShouldBe(110);
    }

    private bool IsIdle() => _partition.Mark(_clock, IdleAfter, hasWatermark: true).IsIdle;
}
