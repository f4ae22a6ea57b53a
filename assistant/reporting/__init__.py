"""The monthly report of the service, as a paper in the form of Nghị định 30/2020/NĐ-CP that an office can sign."""
