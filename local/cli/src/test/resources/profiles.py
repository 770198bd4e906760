"""Reads profiles with the usual tools; prints what they see. Arguments: a Parquet file and a CSV file with the same table."""
import sys

import duckdb
import pandas
from copairs import map as copairs
from pycytominer import normalize

parquet, csv = sys.argv[1:]
table = pandas.read_parquet(parquet)
features = table.filter(regex="^(?!Metadata_)")
pandas.testing.assert_frame_equal(table, pandas.read_csv(csv), check_dtype=False, rtol=1e-6)
assert duckdb.sql(f"select count(*) from '{parquet}'").fetchall()[0][0] == len(table)
print(f"{len(table)} rows, {features.shape[1]} features")

label = ["Metadata_Treatment"]
precision = copairs.average_precision(
    table.filter(regex="^Metadata_"), features.values, label, [], ["Metadata_Plate"], label + ["Metadata_pert_type"],
    progress_bar=False)
precision = precision[precision.Metadata_pert_type == "trt"]
for _, group in copairs.mean_average_precision(precision, label, 100, 0.05, 0, progress_bar=False).iterrows():
    print(group.Metadata_Treatment, group.mean_average_precision)

plate = table[table.Metadata_Plate == table.Metadata_Plate[0]]
aligned = normalize(
    plate, features="infer", meta_features="infer", samples="Metadata_pert_type == 'negcon'", method="standardize")
print(*aligned.filter(regex="^Cells_").iloc[0])
