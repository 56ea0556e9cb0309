namespace Portal.Core.Resources;

public enum ResourceOperation
{
    Create,
    Update,
    Delete,
}
