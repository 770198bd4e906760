#!/usr/bin/env python3
"""Predicts the treatments of wells, named by their ids or given as images, with a Wellstream scorer.

Needs only the stubs that protoc generates; README.md in this folder says how to generate them.

  predict.py --address 127.0.0.1:8084 --dataset demo HUVEC-05/1/B03 HUVEC-05/2/B05
  predict.py --address 127.0.0.1:8084 --dataset demo --cell-type HUVEC --image B03_s1_w1.png ... B03_s1_w6.png
"""

import argparse
import os
import sys
import time

import grpc
from google.rpc import error_details_pb2
from google.rpc import status_pb2
from wellstream.v1 import common_pb2, scorer_pb2, scorer_pb2_grpc

ATTEMPTS = 5


def main():
    args = arguments()
    request = scorer_pb2.PredictRequest(
        dataset=args.dataset, top_k=args.top, run=args.run, nearest_treatments=args.nearest
    )
    if args.image:
        # The files are the channels of one site, in the screen's channel order.
        site = scorer_pb2.SitePlanes(channels=[read(path) for path in args.image])
        request.images.add(name=args.image[0], cell_type=args.cell_type, sites=[site])
    for well in args.wells:
        experiment, plate, position = well.split("/")
        request.wells.append(common_pb2.WellKey(experiment=experiment, plate=int(plate), well=position))
    token = os.environ.get("WELLSTREAM_TOKEN", "")
    metadata = [("authorization", f"Bearer {token}")] if token else []
    with grpc.insecure_channel(args.address) as channel:
        for prediction in predict(scorer_pb2_grpc.ScorerStub(channel), request, metadata).predictions:
            show(prediction)


def predict(scorer, request, metadata):
    """Calls the scorer, and retries after the delay that a busy scorer asks for."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return scorer.Predict(request, metadata=metadata, timeout=60)
        except grpc.RpcError as error:
            reason, retry_after = details(error)
            if error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED and retry_after and attempt < ATTEMPTS:
                time.sleep(retry_after)
                continue
            sys.exit(f"{error.code().name} {reason}: {error.details()}")


def details(error):
    """The machine-readable reason of a failure, and the number of seconds after which to retry (0: do not retry)."""
    reason, retry_after = "", 0
    for key, value in error.trailing_metadata() or ():
        if key != "grpc-status-details-bin":
            continue
        for detail in status_pb2.Status.FromString(value).details:
            info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
            if detail.Unpack(info):
                reason = info.reason
            elif detail.Unpack(retry):
                retry_after = retry.retry_delay.ToTimedelta().total_seconds()
    return reason, retry_after


def show(prediction):
    well = prediction.well
    name = f"{well.experiment}/{well.plate}/{well.well}" if prediction.HasField("well") else prediction.name
    print(f"{name}  ({prediction.sites} sites, model {prediction.run})")
    for candidate in prediction.top:
        print(f"  {candidate.probability:7.2%}  {candidate.label}")
    for near in prediction.nearest_treatments:
        print(f"  {near.similarity:7.2f}  looks like {near.label}")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", required=True, help="host:port of a scorer, from endpoints.json in the data folder")
    parser.add_argument("--dataset", required=True)
    parser.add_argument("--run", default="", help="use this run's model instead of the served one")
    parser.add_argument("--top", type=int, default=5)
    parser.add_argument("--nearest", type=int, default=0, help="number of most similar treatments to show")
    parser.add_argument("--cell-type", default="", help="cell type in the images; selects the model")
    parser.add_argument("--image", nargs="+", default=[], metavar="PNG", help="channels of one site")
    parser.add_argument("wells", nargs="*", metavar="EXPERIMENT/PLATE/WELL")
    args = parser.parse_args()
    if bool(args.wells) == bool(args.image):
        parser.error("name wells, or images with --image")
    return args


if __name__ == "__main__":
    main()
