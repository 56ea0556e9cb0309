namespace Portal.Web.Features.Jobs.Fields;

/// <summary>A checkpoint mode as it is chosen.</summary>
public enum CheckpointChoice
{
    ByGuarantee,
    ExactlyOnce,
    AtLeastOnce,
}
